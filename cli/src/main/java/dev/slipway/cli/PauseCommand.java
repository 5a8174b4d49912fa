package dev.slipway.cli;

import picocli.CommandLine.Command;

@Command(
        name = "pause",
        description = {"Holds a canary at its present weight. Its thresholds go on counting."},
        footerHeading = "%nExample%n",
        footer = {"  slipway pause agentaskit-v1.2.3 --reason 'looking into the latency'"})
final class PauseCommand extends CanaryCommand {
    PauseCommand(Shell shell) {
        super(shell, "pause", "paused");
    }
}
