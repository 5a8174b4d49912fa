package dev.slipway.standalone;

import dev.slipway.cli.SlipwayCli;
import dev.slipway.cli.view.Terminal;
import dev.slipway.events.codec.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The {@code slipway} command as a user types it, run in this process. */
public final class Cli {
    private static final Path HERE = Path.of("");

    private final Map<String, String> environment;
    private final PrintStream out;

    /** @param client the client file of the Slipway that it talks to */
    public Cli(Path client, PrintStream out) {
        this.environment = Map.of("SLIPWAY_CONFIG", client.toString());
        this.out = out;
    }

    /** Shows the command and what it prints; answers whether it succeeded. */
    public boolean show(String... arguments) {
        return show(out, arguments);
    }

    /** The same, shown as lines to who has a picture on the terminal that they must not go into. */
    public boolean show(Consumer<List<String>> printer, String... arguments) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        boolean done = show(new PrintStream(shown, true, StandardCharsets.UTF_8), arguments);
        printer.accept(shown.toString(StandardCharsets.UTF_8).lines().toList());
        return done;
    }

    /** A file as a user would name it who stands in this process's folder. */
    public static String typed(Path file) {
        Path here = HERE.toAbsolutePath();
        Path absolute = file.toAbsolutePath();
        return absolute.startsWith(here) ? here.relativize(absolute).toString() : absolute.toString();
    }

    private boolean show(PrintStream out, String... arguments) {
        out.println("$ slipway " + Arrays.stream(arguments).map(Cli::quoted).collect(Collectors.joining(" ")));
        return SlipwayCli.execute(out, out, Terminal.plain(), environment, HERE, arguments) == 0;
    }

    /** What the command answers as JSON; throws where it fails, with what it said. */
    public JsonNode json(String... arguments) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-o";
        all[arguments.length + 1] = "json";
        int exit = SlipwayCli.execute(
                new PrintStream(answer, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                Terminal.plain(),
                environment,
                HERE,
                all);
        if (exit != 0) {
            throw new StartFailure("slipway " + String.join(" ", arguments) + " failed: "
                    + errors.toString(StandardCharsets.UTF_8).strip());
        }
        return Json.MAPPER.readTree(answer.toString(StandardCharsets.UTF_8));
    }

    private static String quoted(String argument) {
        return argument.contains(" ") ? "'" + argument + "'" : argument;
    }
}
