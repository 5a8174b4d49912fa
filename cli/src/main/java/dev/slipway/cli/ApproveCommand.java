package dev.slipway.cli;

import picocli.CommandLine.Command;

@Command(
        name = "approve",
        description = {
            "Approves a release.",
            "The approval counts for exactly the artifacts that the release has now; who requested it cannot approve it."
        },
        footerHeading = "%nExample%n",
        footer = {"  slipway approve agentaskit-v1.2.3 --stage production --reason 'checked on staging'"})
final class ApproveCommand extends VerdictCommand {
    ApproveCommand(Shell shell) {
        super(shell, "approve", "approved");
    }
}
