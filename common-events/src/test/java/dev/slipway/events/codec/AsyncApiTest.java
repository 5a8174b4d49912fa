package dev.slipway.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Topic;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The published description names exactly the topics, and each one's schema. */
class AsyncApiTest {
    private static final String FOLDER = "/dev/slipway/events/";

    private static JsonNode document() throws IOException {
        try (var in = Objects.requireNonNull(AsyncApiTest.class.getResourceAsStream(FOLDER + "asyncapi.yaml"))) {
            return new YAMLMapper().readTree(in);
        }
    }

    @Test
    void itNamesExactlyTheTopics() throws IOException {
        var topics = Topic.all().stream().map(Topic::topicName).collect(Collectors.toSet());

        assertThat(new HashSet<>(document().get("channels").propertyNames())).isEqualTo(topics);
        assertThat(new HashSet<>(document().at("/components/messages").propertyNames()))
                .isEqualTo(topics);
    }

    @ParameterizedTest
    @EnumSource
    void aChannelLeadsToItsSchema(Topic topic) throws IOException {
        String name = topic.topicName();
        JsonNode channel = document().get("channels").get(name);
        String message = channel.at("/messages/" + name + "/$ref").asString();
        String schema =
                document().at(message.substring(1) + "/payload/schema/$ref").asString();

        assertThat(channel.get("address").asString()).isEqualTo(name);
        assertThat(schema).isEqualTo("schema/" + name + ".schema.json");
        assertThat(AsyncApiTest.class.getResource(FOLDER + schema)).isNotNull();
    }

    @Test
    void itsHeadersAreThoseThatAreWritten() throws IOException {
        var headers = GoldenTest.headers(new EventCodec("").encode(Samples.envelope(Topic.GATE_PASSED)));
        headers.remove("content-type");

        assertThat(new HashSet<>(document()
                        .at("/components/messageTraits/event/headers/properties")
                        .propertyNames()))
                .isEqualTo(headers.keySet());
    }
}
