package dev.slipway.standalone;

import dev.slipway.cli.SlipwayCli;
import dev.slipway.cli.view.Terminal;
import dev.slipway.events.codec.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The {@code slipway} command as a user types it, run in this process. */
public final class Cli {
    private final Map<String, String> environment;
    private final Path folder;
    private final PrintStream out;

    /** @param client the client file of the Slipway that it talks to */
    public Cli(Path client, Path folder, PrintStream out) {
        this.environment = Map.of("SLIPWAY_CONFIG", client.toString());
        this.folder = folder;
        this.out = out;
    }

    /** Shows the command and what it prints; answers whether it succeeded. */
    public boolean show(String... arguments) {
        out.println("$ slipway " + String.join(" ", arguments));
        return SlipwayCli.execute(out, out, Terminal.plain(), environment, folder, arguments) == 0;
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
                folder,
                all);
        if (exit != 0) {
            throw new StartFailure("slipway " + String.join(" ", arguments) + " failed: "
                    + errors.toString(StandardCharsets.UTF_8).strip());
        }
        return Json.MAPPER.readTree(answer.toString(StandardCharsets.UTF_8));
    }
}
