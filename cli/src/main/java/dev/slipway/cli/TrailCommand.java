package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "trail",
        description = {
            "Shows the records of a release, causes before effects.",
            "With --bundle it writes them to a file with what proves them; 'slipway verify' checks that file anywhere."
        },
        footerHeading = "%nExample%n",
        footer = {"  slipway trail agentaskit-v1.2.3", "  slipway trail agentaskit-v1.2.3 --bundle v1.2.3-trail.json"})
final class TrailCommand extends SlipwayCommand {
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    @Parameters(index = "0", paramLabel = "RELEASE", description = "The release, such as agentaskit-v1.2.3.")
    private String release = "";

    @Option(names = "--bundle", paramLabel = "FILE", description = "Write the trail with its proofs to this file.")
    @Nullable
    private String bundle;

    TrailCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() throws IOException {
        try (Api api = as(Role.AUDITOR)) {
            return bundle == null ? show(api) : write(api, bundle);
        }
    }

    private int show(Api api) {
        JsonNode trail = api.get(Service.AUDIT, Api.path("trails", release));
        if (json()) {
            print(trail);
            return ExitCode.OK;
        }
        var table = new Table("SEQ", "CLOCK", "TIME", "EVENT", "STAGE", "BY", "WHAT");
        for (JsonNode each : trail.path("records")) {
            JsonNode event = each.path("event");
            table.row(
                    each.path("seq").asString(""),
                    text(event, "clock"),
                    time(text(event, "time")),
                    type(text(event, "type")),
                    text(event, "stage"),
                    text(event, "actor"),
                    what(event.path("data")));
        }
        table.lines().forEach(this::print);
        return ExitCode.OK;
    }

    private int write(Api api, String name) throws IOException {
        byte[] content = api.bytes(Service.AUDIT, Api.path("trails", release, "bundle"));
        Path file = shell.file(name);
        try {
            Files.write(file, content);
        } catch (NoSuchFileException _) {
            throw Failure.usage(
                    "--bundle: '%s' cannot be written: its folder is not there".formatted(name),
                    "name a file in a folder that exists");
        } catch (IOException e) {
            throw Failure.usage(
                    "--bundle: '%s' cannot be written: %s".formatted(name, e), "name a file that can be written");
        }
        if (json()) {
            print(Json.object().put("file", name).put("bytes", content.length));
        } else {
            print("%s: %d bytes; check it with: slipway verify %s".formatted(name, content.length, name));
        }
        return ExitCode.OK;
    }

    /** To the millisecond, in as many columns each: the order of what was closer together is the clock's. */
    private static String time(String time) {
        try {
            return MILLISECONDS.format(Instant.parse(time));
        } catch (DateTimeParseException _) {
            return time;
        }
    }

    private static String type(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** The plain fields of what was said; the rest is in {@code -o json}. */
    private static String what(JsonNode data) {
        String said = data.propertyStream()
                .filter(field -> field.getValue().isValueNode())
                .map(field -> field.getKey() + " " + field.getValue().asString(""))
                .collect(Collectors.joining(", "));
        return said.length() <= 100 ? said : said.substring(0, 99) + "…";
    }

    private static String text(JsonNode event, String attribute) {
        String text = event.path(attribute).asString("");
        return text.isEmpty() ? "-" : text;
    }
}
