package dev.slipway.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.slipway.events.Label;
import dev.slipway.events.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The published schemas say what the records are: no more, no less. */
class SchemaTest {
    private static final String BASE = "https://slipway.dev/events/schema/";
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaIdResolvers(ids -> ids.mapPrefix(BASE, "classpath:dev/slipway/events/schema/")));

    private static Schema schema(Topic topic) {
        return SCHEMAS.getSchema(SchemaLocation.of(BASE + topic.topicName() + ".schema.json"));
    }

    static ObjectNode data(GoldenTest.Golden golden) throws IOException {
        return (ObjectNode) Json.MAPPER.readTree(golden.text()).get("data");
    }

    private static Topic topic(GoldenTest.Golden golden) {
        return Topic.named(golden.envelope().type()).orElseThrow();
    }

    static Stream<GoldenTest.Golden> goldens() {
        return GoldenTest.goldens();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void whatIsSaidIsValid(GoldenTest.Golden golden) throws IOException {
        assertThat(schema(topic(golden)).validate(data(golden).toString(), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void anUnknownFieldIsValid(GoldenTest.Golden golden) throws IOException {
        ObjectNode data = data(golden).put("addedLater", "x");

        assertThat(schema(topic(golden)).validate(data)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aFieldThatIsMissingIsInvalidExactlyWhereTheRecordRefusesIt(Topic topic) throws IOException {
        var golden = new GoldenTest.Golden(topic.topicName(), Samples.envelope(topic));
        for (RecordComponent component : topic.event().getRecordComponents()) {
            ObjectNode data = data(golden);
            data.remove(component.getName());

            assertThat(schema(topic).validate(data).isEmpty())
                    .as("schema of %s without %s", topic, component.getName())
                    .isEqualTo(isOptional(component));
            assertThat(canBeRead(data, topic))
                    .as("%s without %s", topic, component.getName())
                    .isEqualTo(isOptional(component));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFieldOfAnotherTypeIsInvalidAndRefused(Topic topic) throws IOException {
        var golden = new GoldenTest.Golden(topic.topicName(), Samples.envelope(topic));
        for (RecordComponent component : topic.event().getRecordComponents()) {
            ObjectNode data = data(golden);
            data.putArray(component.getName()).addArray().add(true);

            assertThat(schema(topic).validate(data))
                    .as("schema of %s with [[true]] as %s", topic, component.getName())
                    .isNotEmpty();
            assertThat(canBeRead(data, topic))
                    .as("%s with [[true]] as %s", topic, component.getName())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaHasTheFieldsOfTheRecordAndOfAllThatItCarries(Topic topic) throws IOException {
        compare(topic.event(), file(topic.topicName()), new HashSet<>());
    }

    /** Walks the record and its schema side by side. */
    private static void compare(Class<?> type, JsonNode unresolved, Set<Class<?>> seen) throws IOException {
        JsonNode schema = resolved(unresolved);
        if (type.isEnum()) {
            assertThat(schema.get("enum").valueStream().map(JsonNode::asString).toList())
                    .as("labels of %s", type)
                    .isEqualTo(Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Label) constant).label())
                            .toList());
        } else if (type.isSealed() && seen.add(type)) {
            assertThat(schema.get("oneOf").size()).isEqualTo(type.getPermittedSubclasses().length);
            for (int i = 0; i < type.getPermittedSubclasses().length; i++) {
                compare(type.getPermittedSubclasses()[i], schema.get("oneOf").get(i), seen);
            }
        } else if (type.isRecord() && schema.path("type").asString("").equals("object") && seen.add(type)) {
            compareComponents(type, schema, seen);
        }
    }

    private static void compareComponents(Class<?> type, JsonNode schema, Set<Class<?>> seen) throws IOException {
        Set<String> fields = new HashSet<>(schema.get("properties").propertyNames());
        Set<String> required =
                schema.get("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        if (schema.get("properties").path("kind").has("const")) {
            fields.remove("kind");
            required.remove("kind");
        }
        RecordComponent[] components = type.getRecordComponents();
        assertThat(fields).as("fields of %s", type).isEqualTo(names(Arrays.stream(components)));
        assertThat(required)
                .as("required of %s", type)
                .isEqualTo(names(Arrays.stream(components).filter(component -> !isOptional(component))));
        for (RecordComponent component : components) {
            JsonNode field = schema.get("properties").get(component.getName());
            boolean isList = component.getGenericType() instanceof java.lang.reflect.ParameterizedType
                    && component.getType() == java.util.List.class;
            if (isList) {
                var item =
                        ((java.lang.reflect.ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
                compare((Class<?>) item, field.get("items"), seen);
            } else {
                compare(component.getType(), field, seen);
            }
        }
    }

    private static Set<String> names(Stream<RecordComponent> components) {
        return components.map(RecordComponent::getName).collect(Collectors.toSet());
    }

    private static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean canBeRead(ObjectNode data, Topic topic) {
        try {
            Json.read(data.toString(), topic.event());
            return true;
        } catch (tools.jackson.core.JacksonException _) {
            return false;
        }
    }

    private static JsonNode resolved(JsonNode schema) throws IOException {
        JsonNode ref = schema.get("$ref");
        if (ref == null) {
            return schema;
        }
        String name = ref.asString().substring(ref.asString().lastIndexOf('/') + 1);
        return file("common").get("$defs").get(name);
    }

    private static JsonNode file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                SchemaTest.class.getResourceAsStream("/dev/slipway/events/schema/" + name + ".schema.json"), name)) {
            return Json.MAPPER.readTree(in);
        }
    }
}
