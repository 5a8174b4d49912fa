package dev.slipway.standalone;

import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;

/** {@code up} and {@code demo}; the other commands of {@code slipway} talk to what this starts. */
@CommandLine.Command(
        name = "slipway",
        subcommands = {UpCommand.class, DemoCommand.class},
        mixinStandardHelpOptions = true)
public final class StandaloneMain {
    private StandaloneMain() {}

    public static void main(String[] args) {
        // Five Spring contexts that start at once would each set Logback up anew: it is set up once, by logback.xml.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        LogManager.getLogManager().reset(); // Tomcat and others would write to the terminal
        SLF4JBridgeHandler.install();
        CommandLine line = new CommandLine(new StandaloneMain());
        line.setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof StartFailure) {
                command.getErr().println("slipway: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        System.exit(line.execute(args));
    }
}
