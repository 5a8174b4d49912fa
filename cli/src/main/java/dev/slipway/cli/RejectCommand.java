package dev.slipway.cli;

import picocli.CommandLine.Command;

@Command(
        name = "reject",
        description = {"Rejects a release: it is stopped."},
        footerHeading = "%nExample%n",
        footer = {"  slipway reject agentaskit-v1.2.4 --reason 'wrong migration'"})
final class RejectCommand extends VerdictCommand {
    RejectCommand(Shell shell) {
        super(shell, "reject", "rejected");
    }
}
