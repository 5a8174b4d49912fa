package dev.slipway.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Slipway, and as whom. */
final class ConnectionOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "One base URL that serves every service's API. Else SLIPWAY_URL, else the client file.")
    @Nullable
    String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token to send. Else SLIPWAY_TOKEN (others cannot see it in the process list), else the "
                    + "client file's for the command's role.")
    @Nullable
    String token;

    @Option(
            names = "--as",
            paramLabel = "ROLE",
            description =
                    "Take this role's token from the client file: engineer, release-approver, ci, operator, auditor.")
    @Nullable
    String as;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The client file. Else SLIPWAY_CONFIG, ./data/client.json, ~/.config/slipway/client.json.")
    @Nullable
    String config;
}
