package dev.slipway.cli;

import dev.slipway.cli.Api.Body;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "evidence",
        description = {
            "Reports what a tool found out about a commit, in the files that the tool wrote.",
            "Files of a kind add up: each is a part, by its path, and takes the place of the same part sent before.",
            "Evidence for a commit that no release knows yet is kept and joined later."
        },
        footerHeading = "%nExample%n",
        footer = {
            "  slipway evidence agentaskit 4f1c2ab --kind tests */target/surefire-reports/TEST-*.xml",
            "  slipway evidence agentaskit 4f1c2ab --kind scan --format sarif scan.json"
        })
final class EvidenceCommand extends SlipwayCommand {
    private static final class TimeConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return Instant.parse(value);
            } catch (DateTimeParseException _) {
                throw new TypeConversionException(
                        "'" + value + "' is not a time: give one such as 2026-11-21T04:02:07Z");
            }
        }
    }

    @Parameters(index = "0", paramLabel = "APP", description = "The application.")
    private String application = "";

    @Parameters(index = "1", paramLabel = "COMMIT", description = "The commit that it is about.")
    private String commit = "";

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "FILE", description = "Reports; - for standard input.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "KIND",
            description = "What it is evidence of, as the pipeline's gates name it: tests, coverage, scan, …")
    private String kind = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "junit, jacoco, cobertura, sarif or json. Else found out from the file.")
    @Nullable
    private String fileFormat;

    @Option(
            names = "--part",
            paramLabel = "NAME",
            description = {
                "Which part of the build it is, such as a module. Where several files are given, it stands",
                "before the path of each. Needed where jobs send files of the same path."
            })
    @Nullable
    private String part;

    @Option(
            names = "--observed-at",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "When the tool ran, such as 2026-11-21T04:02:07Z. Else now.")
    @Nullable
    private Instant observedAt;

    EvidenceCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() throws IOException {
        List<InputFile> inputs =
                files.stream().map(name -> InputFile.of(shell, name)).toList();
        String path = Api.path("applications", application, "commits", commit, "evidence", kind);
        ArrayNode answers = Json.object().arrayNode();
        try (Api api = as(Role.CI)) {
            for (InputFile input : inputs) {
                var body = new Body(input.content(shell), mediaType(input.name()), input.shown());
                Map<String, String> headers =
                        observedAt == null ? Map.of() : Map.of("X-Observed-At", observedAt.toString());
                JsonNode answer = api.put(Service.GATE, path + query(input), body, headers);
                answers.add(answer);
                if (!json()) {
                    print(line(input, answer));
                }
            }
        }
        if (json()) {
            print(answers);
        }
        return ExitCode.OK;
    }

    private String query(InputFile input) {
        List<String> given = Stream.of(parameter("format", fileFormat), parameter("part", partOf(input)))
                .filter(parameter -> !parameter.isEmpty())
                .toList();
        return given.isEmpty() ? "" : "?" + String.join("&", given);
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : name + "=" + Api.escaped(value);
    }

    /** By default the path, so that what one job reports does not take the place of what another did. */
    private @Nullable String partOf(InputFile input) {
        if (part != null && files.size() == 1) {
            return part;
        }
        return input.standardInput() ? part : (part == null ? "" : part + "/") + input.pathIn(shell);
    }

    private static String mediaType(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".xml")) {
            return "application/xml";
        }
        return lower.endsWith(".json") || lower.endsWith(".sarif") ? "application/json" : "application/octet-stream";
    }

    private static String line(InputFile input, JsonNode answer) {
        String facts = answer.path("facts")
                .propertyStream()
                .map(fact -> fact.getKey() + " " + scalar(fact.getValue()))
                .collect(Collectors.joining(", "));
        String joined =
                answer.path("joined").valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
        int parts = answer.path("parts").size();
        return "%s: %s (%s): %s; %s%s"
                .formatted(
                        input.shown(),
                        answer.path("kind").asString(""),
                        answer.path("format").asString(""),
                        facts.isEmpty() ? "no facts" : facts,
                        parts > 1 ? "one of " + parts + " parts; " : "",
                        joined.isEmpty() ? "kept, no release has this commit yet" : "joined to " + joined);
    }

    private static String scalar(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }
}
