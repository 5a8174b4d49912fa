package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "abort",
        description = {"Stops a release that is on its way; what it has deployed is taken back."},
        footerHeading = "%nExample%n",
        footer = {"  slipway abort agentaskit-v1.2.4 --reason 'superseded by v1.2.5'"})
final class AbortCommand extends SlipwayCommand {
    @Parameters(index = "0", paramLabel = "RELEASE", description = "The release, such as agentaskit-v1.2.3.")
    private String release = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept in the trail.")
    private String reason = "";

    AbortCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        try (Api api = as(Role.ENGINEER)) {
            return printRelease(
                    api.post(
                            Service.GATE,
                            Api.path("releases", release, "abort"),
                            Json.object().put("reason", reason)),
                    "aborted");
        }
    }
}
