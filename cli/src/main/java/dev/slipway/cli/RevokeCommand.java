package dev.slipway.cli;

import picocli.CommandLine.Command;

@Command(
        name = "revoke",
        description = {"Takes an approval back that was given, as long as its stage has not begun."},
        footerHeading = "%nExample%n",
        footer = {"  slipway revoke agentaskit-v1.2.3 --stage production --reason 'staging became slow'"})
final class RevokeCommand extends VerdictCommand {
    RevokeCommand(Shell shell) {
        super(shell, "revoke", "approval revoked");
    }
}
