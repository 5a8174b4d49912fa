package dev.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.cli.view.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** A command as it is typed in a folder, and what came of it. */
final class Typed {
    static final Instant NOW = Instant.parse("2026-11-21T04:05:00Z");

    record Result(int exitCode, String out, String err) {}

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";

    Typed(Path folder) {
        this.folder = folder;
    }

    Typed with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Typed input(String text) {
        input = text;
        return this;
    }

    Result run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var shell = new Shell(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                environment,
                folder,
                folder.resolve("home"),
                Terminal.plain(),
                Clock.fixed(NOW, ZoneOffset.UTC));
        int exitCode = SlipwayCli.execute(shell, words);
        return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
