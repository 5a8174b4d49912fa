package dev.slipway.cli;

import picocli.CommandLine.Command;

@Command(
        name = "resume",
        description = {"Lets a paused canary go on with its steps."},
        footerHeading = "%nExample%n",
        footer = {"  slipway resume agentaskit-v1.2.3 --reason 'the latency was the load test'"})
final class ResumeCommand extends CanaryCommand {
    ResumeCommand(Shell shell) {
        super(shell, "resume", "resumed");
    }
}
