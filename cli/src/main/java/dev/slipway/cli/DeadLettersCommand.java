package dev.slipway.cli;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "dead-letters",
        description = {
            "Lists the messages that a service could not handle, the newest first.",
            "What one says is shown by 'show'; 'resend' puts it back on its topic, once."
        },
        synopsisSubcommandLabel = "[show | resend]",
        footerHeading = "%nExample%n",
        footer = {
            "  slipway dead-letters",
            "  slipway dead-letters show GatePassed.dlt/0/17",
            "  slipway dead-letters resend GatePassed.dlt/0/17 --reason 'deploy-service reads it now'"
        })
final class DeadLettersCommand extends SlipwayCommand {
    private static final Pattern ID = Pattern.compile("([A-Za-z0-9._-]+\\.dlt)/(\\d{1,9})/(\\d{1,18})");

    @Option(names = "--limit", paramLabel = "COUNT", description = "How many at most, up to 1000; 100 by default.")
    private int limit = 100;

    private DeadLettersCommand(Shell shell) {
        super(shell);
    }

    /** With the commands for a single one. */
    static CommandLine on(Shell shell) {
        return new CommandLine(new DeadLettersCommand(shell))
                .addSubcommand(new Show(shell))
                .addSubcommand(new Resend(shell));
    }

    @Override
    int run() {
        try (Api api = as(Role.OPERATOR)) {
            JsonNode answer = api.get(Service.AUDIT, Api.path("dead-letters") + "?limit=" + limit);
            if (json()) {
                print(answer);
                return ExitCode.OK;
            }
            JsonNode letters = answer.path("letters");
            if (letters.isEmpty()) {
                print("no dead letters");
                return ExitCode.OK;
            }
            var table = new Table("ID", "TIME", "SERVICE", "TOPIC", "EVENT OR KEY", "STATUS", "REASON");
            letters.forEach(letter -> table.row(
                    text(letter, "id"),
                    text(letter, "at"),
                    text(letter, "service"),
                    text(letter, "topic"),
                    letter.has("event") ? text(letter, "event") : text(letter, "key"),
                    text(letter, "status"),
                    shortened(text(letter, "reason"))));
            table.lines().forEach(this::print);
            return ExitCode.OK;
        }
    }

    /** The path of a letter's own, which its id is. */
    private static String path(String id, String... more) {
        var matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw Failure.usage(
                    "ID: '" + id + "' is not the id of a dead letter",
                    "give one that 'slipway dead-letters' lists, such as GatePassed.dlt/0/17");
        }
        String path = Api.path("dead-letters", matcher.group(1), matcher.group(2), matcher.group(3));
        return more.length == 0 ? path : path + "/" + String.join("/", more);
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asString("");
        return text.isEmpty() ? "-" : text;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 99) + "…";
    }

    @Command(
            name = "show",
            description = {
                "Shows a message that a service could not handle: where from, its headers, and what it says.",
                "What is not text is shown as Base64."
            },
            footerHeading = "%nExample%n",
            footer = {"  slipway dead-letters show GatePassed.dlt/0/17"})
    static final class Show extends SlipwayCommand {
        @Parameters(index = "0", paramLabel = "ID", description = "The letter, such as GatePassed.dlt/0/17.")
        private String id = "";

        Show(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            String path = path(id);
            try (Api api = as(Role.OPERATOR)) {
                JsonNode letter = api.get(Service.AUDIT, path);
                if (json()) {
                    print(letter);
                    return ExitCode.OK;
                }
                show(letter);
                return ExitCode.OK;
            }
        }

        private void show(JsonNode letter) {
            for (String field : new String[] {
                "id", "at", "service", "reason", "topic", "source", "key", "event", "release", "digest", "status"
            }) {
                if (letter.has(field)) {
                    line(field, text(letter, field));
                }
            }
            JsonNode resent = letter.path("resent");
            if (!resent.isMissingNode()) {
                line("by", text(resent, "by") + " at " + text(resent, "at"));
                if (resent.has("reason")) {
                    line("because", text(resent, "reason"));
                }
            }
            print("headers");
            letter.path("message")
                    .path("headers")
                    .forEach(header -> print("  " + text(header, "name") + ": " + shown(header.path("value"))));
            JsonNode value = letter.path("message").path("value");
            print("message" + (value.has("base64") ? " (Base64)" : ""));
            shown(value).lines().map(line -> "  " + line).forEach(this::print);
        }

        private void line(String name, String value) {
            print("%-8s %s".formatted(name, value));
        }

        private static String shown(JsonNode value) {
            return value.has("text") ? value.path("text").asString("") : text(value, "base64");
        }
    }

    @Command(
            name = "resend",
            description = {
                "Puts a message that a service could not handle back on its topic, as it was; who has taken it before "
                        + "drops it.",
                "That is done once, and is in the trail. If it comes to nothing again, it is a new dead letter."
            },
            footerHeading = "%nExample%n",
            footer = {"  slipway dead-letters resend GatePassed.dlt/0/17 --reason 'deploy-service reads it now'"})
    static final class Resend extends SlipwayCommand {
        @Parameters(index = "0", paramLabel = "ID", description = "The letter, such as GatePassed.dlt/0/17.")
        private String id = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the trail.")
        @Nullable
        private String reason;

        Resend(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            String path = path(id, "resend");
            ObjectNode body = Json.object();
            if (reason != null) {
                body.put("reason", reason);
            }
            try (Api api = as(Role.OPERATOR)) {
                JsonNode letter = api.post(Service.AUDIT, path, body);
                if (json()) {
                    print(letter);
                    return ExitCode.OK;
                }
                String trail = letter.has("release") ? text(letter, "release") : "dead-letters";
                print("%s: goes back to %s".formatted(id, text(letter, "topic")));
                print("when it is there, the trail says so: slipway trail " + trail);
                return ExitCode.OK;
            }
        }
    }
}
