package dev.slipway.cli;

import dev.slipway.cli.view.LiveView;
import dev.slipway.cli.view.ReleaseView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Looks at a release again and again until it has ended. */
final class Watch {
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(60); // a restart of Slipway is shorter

    private final Shell shell;
    private final Api api;
    private final boolean json;
    private @Nullable JsonNode last;
    private @Nullable Instant silentSince;

    Watch(Shell shell, Api api, boolean json) {
        this.shell = shell;
        this.api = api;
        this.json = json;
    }

    int follow(String id) throws InterruptedException {
        var view = new LiveView(shell.out(), shell.terminal(), shell.clock());
        var cursor = new Thread(view::close); // Ctrl-C must not leave a terminal without its cursor
        Runtime.getRuntime().addShutdownHook(cursor);
        try (view) {
            while (true) {
                ReleaseView release = look(id, view);
                if (release.ended() && silentSince == null) {
                    return release.status().equals("completed") ? ExitCode.OK : ExitCode.FAILED;
                }
                Thread.sleep(INTERVAL);
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(cursor);
        }
    }

    private ReleaseView look(String id, LiveView view) {
        try {
            JsonNode answer = api.get(Service.GATE, Api.path("releases", id));
            silentSince = null;
            ReleaseView release = SlipwayCommand.release(answer);
            show(view, release, answer, List.of());
            return release;
        } catch (Failure failure) {
            JsonNode known = last;
            if (known == null || failure.exitCode() != ExitCode.UNREACHABLE || patienceIsOver()) {
                throw failure;
            }
            ReleaseView release = SlipwayCommand.release(known);
            show(view, release, known, List.of("Slipway does not answer; trying again"));
            return release;
        }
    }

    private boolean patienceIsOver() {
        Instant now = shell.clock().instant();
        if (silentSince == null) {
            silentSince = now;
        }
        return Duration.between(silentSince, now).compareTo(PATIENCE) > 0;
    }

    /** As JSON, a release on one line whenever it is another than before: for {@code jq}. */
    private void show(LiveView view, ReleaseView release, JsonNode answer, List<String> notes) {
        if (!json) {
            view.show(release, notes);
        } else if (!answer.equals(last)) {
            shell.out().println(answer);
            shell.out().flush();
        }
        last = answer;
    }
}
