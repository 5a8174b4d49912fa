package dev.slipway.gate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.slipway.events.Topic;
import dev.slipway.gate.pipeline.PipelineResult.Invalid;
import dev.slipway.gate.pipeline.PipelineResult.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The published schema and the reader say the same about every file that is wrong in one place. */
class PipelineSchemaTest {
    private static final Path SCHEMA = Path.of("../pipelines/schema/pipeline.v1.schema.json");
    private static final Path EVERYTHING = Path.of("src/test/resources/pipelines/everything.yaml");
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** What no schema can know: whether names refer to something, CEL, and how values relate to each other. */
    private static final Pattern READER_ONLY = Pattern.compile("there is no (gate|environment|stage) '.*"
            + "|the condition is not valid CEL.*|asks for '.*|the probe '.*|the weight .* does not follow.*|it is tried every.*"
            + "|every stage is skipped|two stages are named.*|'staged' with the steps.*|the variable '.*");

    private static final Schema schema = load();

    static List<Path> pipelines() throws IOException {
        try (var files = Files.list(Path.of("../pipelines"))) {
            List<Path> all = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".yaml")).toList());
            all.add(EVERYTHING);
            all.add(Path.of("src/test/resources/pipelines/involution-engine.yaml"));
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void bothAcceptEachPipeline(Path file) throws IOException {
        assertThat(agreement(parsed(file))).isEqualTo("both accept");
    }

    @Test
    void theyAgreeAboutEachSingleFault() throws IOException {
        JsonNode document = parsed(EVERYTHING);
        List<String> disagreements = new ArrayList<>();
        int[] tried = {0};
        mutate(document, document, "", (path, mutant) -> {
            tried[0]++;
            String said = agreement(mutant);
            if (said.startsWith("DISAGREE")) {
                disagreements.add(path + ": " + said);
            }
        });
        assertThat(disagreements).isEmpty();
        assertThat(tried[0]).isGreaterThan(3_000);
    }

    @Test
    void eachPropertyIsDescribed() {
        List<String> silent = new ArrayList<>();
        describe(read(), "", silent);
        assertThat(silent).isEmpty();
    }

    @Test
    void knowsEveryEvent() {
        List<String> words = new ArrayList<>();
        read().at("/$defs/notify/propertyNames/enum").forEach(word -> words.add(word.stringValue()));
        List<String> expected = new ArrayList<>(List.of("default", "critical", "approvals"));
        expected.addAll(Topic.all().stream().map(Topic::topicName).toList());
        assertThat(words).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void describe(JsonNode node, String path, List<String> silent) {
        JsonNode properties = node.get("properties");
        boolean schemaOfProperties =
                properties != null && !path.endsWith("/if") && !path.endsWith("/then") && !path.endsWith("/else");
        if (schemaOfProperties) {
            properties.properties().stream()
                    .filter(property -> !isDescribed(property.getValue()))
                    .forEach(property -> silent.add(path + "/" + property.getKey()));
        }
        if (node.isObject()) {
            node.properties().forEach(child -> describe(child.getValue(), path + "/" + child.getKey(), silent));
        }
        node.forEach(child -> {
            if (node.isArray()) {
                describe(child, path, silent);
            }
        });
    }

    /** A property that only refers is described by what it refers to. */
    private static boolean isDescribed(JsonNode property) {
        return property.has("description")
                || (property.has("$ref")
                        && read().at(property.get("$ref").stringValue().substring(1))
                                .has("description"));
    }

    private static String agreement(JsonNode document) {
        String text = JSON.writeValueAsString(document);
        List<com.networknt.schema.Error> errors = schema.validate(text, InputFormat.JSON);
        return switch (PipelineReader.read("mutant", text, Map.of())) {
            case Loaded _ -> errors.isEmpty() ? "both accept" : "DISAGREE: the schema refuses " + errors;
            case Invalid invalid -> {
                List<Problem> structural = invalid.problems().stream()
                        .filter(problem ->
                                !READER_ONLY.matcher(problem.message()).matches())
                        .toList();
                yield !errors.isEmpty() || structural.isEmpty()
                        ? "both refuse, or only the reader can know"
                        : "DISAGREE: the reader refuses " + structural;
            }
        };
    }

    private interface Mutant {
        void is(String path, JsonNode document);
    }

    /** Each value replaced by each of these, each key removed, and a key added to each object. */
    private static void mutate(JsonNode root, JsonNode node, String pointer, Mutant mutant) {
        if (node instanceof ObjectNode object) {
            mutant.is(pointer + " + colour", changed(root, pointer, at -> ((ObjectNode) at).put("colour", "red")));
            for (String key : List.copyOf(object.propertyNames())) {
                String inner = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
                mutant.is(inner + " removed", changed(root, pointer, at -> ((ObjectNode) at).remove(key)));
                for (JsonNode other : others()) {
                    mutant.is(
                            inner + " = " + other,
                            changed(root, pointer, at -> ((ObjectNode) at).set(key, other.deepCopy())));
                }
                mutate(root, object.get(key), inner, mutant);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                for (JsonNode other : others()) {
                    mutant.is(
                            pointer + "/" + i + " = " + other,
                            changed(root, pointer, at -> ((ArrayNode) at).set(index, other.deepCopy())));
                }
                mutate(root, array.get(i), pointer + "/" + i, mutant);
            }
        }
    }

    private static JsonNode changed(JsonNode root, String pointer, Consumer<JsonNode> change) {
        JsonNode copy = root.deepCopy();
        change.accept(copy.at(pointer));
        return copy;
    }

    private static List<JsonNode> others() {
        return List.of(
                JSON.valueToTree("word"),
                JSON.valueToTree("UPPER case!"),
                JSON.valueToTree(" "),
                JSON.valueToTree(""),
                JSON.valueToTree(7),
                JSON.valueToTree(0),
                JSON.valueToTree(-1),
                JSON.valueToTree(0.5),
                JSON.valueToTree(99999999),
                JSON.valueToTree(true),
                JSON.valueToTree(false),
                JSON.valueToTree("5m"),
                JSON.valueToTree("0s"),
                JSON.valueToTree("10%"),
                JSON.valueToTree("0.5"),
                JSON.valueToTree("7"),
                JSON.nullNode(),
                JSON.createArrayNode(),
                JSON.createArrayNode().add("word"),
                JSON.createArrayNode().add(7),
                JSON.createObjectNode(),
                JSON.createObjectNode().put("word", "word"));
    }

    private static JsonNode parsed(Path file) throws IOException {
        return JSON.valueToTree(new org.yaml.snakeyaml.Yaml().load(Files.readString(file)));
    }

    private static JsonNode read() {
        try {
            return JSON.readTree(Files.readString(SCHEMA));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Schema load() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(read());
    }
}
