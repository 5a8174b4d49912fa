package dev.slipway.cli;

import dev.slipway.cli.view.ReleaseRenderer;
import dev.slipway.cli.view.ReleaseView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        description = {
            "Shows how far a release is, or which releases are on their way.",
            "With --watch it follows the release to its end: redrawn in place on a terminal, a line per change "
                    + "elsewhere; exit code 0 if it was completed, 1 if it was stopped."
        },
        footerHeading = "%nExample%n",
        footer = {"  slipway status", "  slipway status --all", "  slipway status agentaskit-v1.2.3 --watch"})
final class StatusCommand extends SlipwayCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RELEASE",
            description = "The release, such as agentaskit-v1.2.3. Else all that are active.")
    @Nullable
    private String release;

    @Option(
            names = {"-w", "--watch"},
            description = "Follow it. Without RELEASE: the one that is active.")
    private boolean watch;

    @Option(
            names = {"-a", "--all"},
            description = "List those that have ended, too.")
    private boolean all;

    StatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() throws InterruptedException {
        try (Api api = as(Role.AUDITOR)) {
            if (watch) {
                return new Watch(shell, api, json()).follow(release == null ? theActiveOne(api) : release);
            }
            return release == null ? list(api) : show(api, release);
        }
    }

    private int show(Api api, String id) {
        JsonNode answer = api.get(Service.GATE, Api.path("releases", id));
        if (json()) {
            print(answer);
        } else {
            int columns = shell.terminal().size().columns();
            new ReleaseRenderer(paint(), columns)
                    .lines(release(answer), shell.clock().instant())
                    .forEach(shell.out()::println);
        }
        return ExitCode.OK;
    }

    private int list(Api api) {
        JsonNode answer = all ? api.get(Service.GATE, "/v1/releases") : active(api);
        if (json()) {
            print(answer);
            return ExitCode.OK;
        }
        List<ReleaseView> releases = releases(answer);
        if (releases.isEmpty()) {
            print(
                    all
                            ? "no release was ever requested"
                            : "no release is on its way; --all lists those that have ended");
            return ExitCode.OK;
        }
        var table = new Table("RELEASE", "TYPE", "STATUS", "STAGE", "CANARY", "REQUESTED BY");
        for (ReleaseView each : releases) {
            table.row(
                    each.id(),
                    each.type(),
                    each.outcome() == null ? each.status() : each.outcome(),
                    each.stage() == null ? "-" : each.stage(),
                    each.canary() == null ? "-" : each.canary().weight() + " %",
                    each.requestedBy());
        }
        table.lines().forEach(this::print);
        return ExitCode.OK;
    }

    private String theActiveOne(Api api) {
        List<String> ids = releases(active(api)).stream().map(ReleaseView::id).toList();
        if (ids.size() == 1) {
            return ids.getFirst();
        }
        throw ids.isEmpty()
                ? Failure.failed("no release is on its way", "name the release to watch")
                : Failure.usage("several releases are on their way: " + String.join(", ", ids), "name one of them");
    }

    private static JsonNode active(Api api) {
        return api.get(Service.GATE, "/v1/releases?active=true");
    }

    private static List<ReleaseView> releases(JsonNode answer) {
        return answer.path("releases")
                .valueStream()
                .map(SlipwayCommand::release)
                .toList();
    }
}
