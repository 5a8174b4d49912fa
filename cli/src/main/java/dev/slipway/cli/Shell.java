package dev.slipway.cli;

import dev.slipway.cli.view.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/** What surrounds the command: streams, environment variables, folders, terminal and time. */
record Shell(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path directory,
        Path home,
        Terminal terminal,
        Clock clock) {
    Shell {
        environment = Map.copyOf(environment);
    }

    static Shell ofThisProcess() {
        Map<String, String> environment = System.getenv();
        return new Shell(
                System.in,
                System.out,
                System.err,
                environment,
                Path.of(""),
                Path.of(System.getProperty("user.home")),
                Terminal.standardOutput(environment),
                Clock.system(ZoneId.systemDefault()));
    }

    /** Empty if it is not set: an empty variable is how scripts unset one. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    Path file(String name) {
        return directory.resolve(name);
    }
}
