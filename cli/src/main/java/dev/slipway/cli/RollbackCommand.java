package dev.slipway.cli;

import dev.slipway.cli.view.ReleaseView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "rollback",
        description = {
            "Takes an application back to what ran before, or to a version that is named.",
            "Nothing blocks a rollback. Given a release, it is taken back only if it is the newest that got so far: "
                    + "else another one would be."
        },
        footerHeading = "%nExample%n",
        footer = {
            "  slipway rollback agentaskit --reason 'checkout is slow'",
            "  slipway rollback agentaskit --to v1.2.1 --environment production --reason 'v1.2.2 had it too'"
        })
final class RollbackCommand extends SlipwayCommand {
    @Parameters(index = "0", paramLabel = "APP|RELEASE", description = "An application, or a release of it.")
    private String subject = "";

    @Option(names = "--to", paramLabel = "VERSION", description = "Back to this version. Else to what ran before.")
    @Nullable
    private String to;

    @Option(
            names = "--environment",
            paramLabel = "ENVIRONMENT",
            description = "Where. Else where the release was deployed last.")
    @Nullable
    private String environment;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept in the trail.")
    private String reason = "";

    RollbackCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        ObjectNode body = Json.object();
        if (environment != null) {
            body.put("environment", environment);
        }
        if (to != null) {
            body.put("to", to);
        }
        body.put("reason", reason);
        try (Api api = as(Role.ENGINEER)) {
            String application = application(api);
            return printRelease(
                    api.post(Service.GATE, Api.path("applications", application, "rollback"), body),
                    "being rolled back");
        }
    }

    private String application(Api api) {
        Optional<ReleaseView> named = release(api);
        if (named.isEmpty()) {
            return subject;
        }
        ReleaseView release = named.get();
        if (release.status().equals("stopped")) {
            throw Failure.failed(
                    "release %s is stopped already%s"
                            .formatted(
                                    release.id(),
                                    release.outcome() == null
                                            ? ""
                                            : ": " + release.outcome().replace('-', ' ')),
                    "name the application to take back what runs now: slipway rollback " + release.application());
        }
        JsonNode all = api.get(Service.GATE, "/v1/releases?application=" + Api.escaped(release.application()));
        Optional<ReleaseView> newest = all.path("releases")
                .valueStream()
                .map(SlipwayCommand::release)
                .filter(this::deployed)
                .findFirst();
        if (newest.isPresent() && !newest.get().id().equals(release.id())) {
            throw Failure.failed(
                    "a newer release than %s is deployed: %s"
                            .formatted(release.id(), newest.get().id()),
                    "roll back that one, or go to a version: slipway rollback %s --to VERSION"
                            .formatted(release.application()));
        }
        return release.application();
    }

    private Optional<ReleaseView> release(Api api) {
        try {
            return Optional.of(release(api.get(Service.GATE, Api.path("releases", subject))));
        } catch (Failure failure) {
            if (failure.problem() != null && failure.problem().is(404)) {
                return Optional.empty(); // then it is an application, or the service says that it is neither
            }
            throw failure;
        }
    }

    private boolean deployed(ReleaseView release) {
        return !release.status().equals("stopped")
                && release.stages().stream()
                        .anyMatch(stage -> stage.startedAt() != null
                                && stage.environment() != null
                                && (environment == null || environment.equals(stage.environment())));
    }
}
