package dev.slipway.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds a canary where it is, or lets it go on. */
abstract class CanaryCommand extends SlipwayCommand {
    @Parameters(index = "0", paramLabel = "RELEASE", description = "The release, such as agentaskit-v1.2.3.")
    private String release = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the trail.")
    @Nullable
    private String reason;

    private final String verb;
    private final String done;

    CanaryCommand(Shell shell, String verb, String done) {
        super(shell);
        this.verb = verb;
        this.done = done;
    }

    @Override
    int run() {
        ObjectNode body = Json.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        try (Api api = as(Role.ENGINEER)) {
            JsonNode answer = api.post(Service.CANARY, Api.path("canaries", release, verb), body);
            if (json()) {
                print(answer);
            } else {
                print(release + ": canary " + done);
            }
            return ExitCode.OK;
        }
    }
}
