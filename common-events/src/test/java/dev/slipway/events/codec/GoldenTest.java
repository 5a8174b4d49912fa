package dev.slipway.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.UnknownEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire format is pinned: golden files hold it byte for byte, and reading them gives the value that was said. */
class GoldenTest {
    record Golden(String name, EventEnvelope envelope) {
        String text() throws IOException {
            try (var in = GoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
                assertThat(in)
                        .as(
                                "src/test/resources/golden/%s.json; it would hold %s",
                                name, StructuredEvent.write(envelope))
                        .isNotNull();
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Golden> goldens() {
        return Topic.all().stream().flatMap(topic -> {
            var full = new Golden(topic.topicName(), Samples.envelope(topic));
            Event sparse = Samples.sparseEvent(topic);
            return sparse == null
                    ? Stream.of(full)
                    : Stream.of(full, new Golden(topic.topicName() + ".sparse", Samples.sparse(sparse)));
        });
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void writingGivesTheGoldenBytes(Golden golden) throws IOException {
        assertThat(StructuredEvent.write(golden.envelope()) + "\n").isEqualTo(golden.text());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void readingTheGoldenBytesGivesTheValue(Golden golden) throws IOException {
        assertThat(StructuredEvent.read(golden.text())).isEqualTo(golden.envelope());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void theBinaryFormComesBackAsItWasSaid(Golden golden) {
        var codec = new EventCodec("shared.");
        assertThat(codec.decode(arrived(codec.encode(golden.envelope()))))
                .isEqualTo(new Decoded.Read(golden.envelope()));
    }

    @Test
    void theBinaryFormIsPinned() {
        ProducerRecord<String, byte[]> written =
                new EventCodec("shared.").encode(Samples.envelope(Topic.TRAFFIC_SHIFT_REQUESTED));

        assertThat(written.topic()).isEqualTo("shared.TrafficShiftRequested");
        assertThat(written.key()).isEqualTo("agentaskit-v1.2.3");
        assertThat(new String(written.value(), StandardCharsets.UTF_8))
                .isEqualTo("{\"environment\":\"production\",\"step\":1,\"weight\":50}");
        assertThat(headers(written))
                .isEqualTo(Map.ofEntries(
                        Map.entry("content-type", "application/json"),
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "gate/agentaskit-v1.2.3/7/0"),
                        Map.entry("ce_source", "/slipway/gate-service"),
                        Map.entry("ce_type", "dev.slipway.TrafficShiftRequested"),
                        Map.entry("ce_subject", "agentaskit-v1.2.3"),
                        Map.entry("ce_time", "2026-11-21T04:02:07.123456Z"),
                        Map.entry("ce_application", "agentaskit"),
                        Map.entry("ce_version", "v1.2.3"),
                        Map.entry("ce_stage", "production"),
                        Map.entry("ce_clock", "12"),
                        Map.entry("ce_causation", "deploy/agentaskit-v1.2.3/4/1"),
                        Map.entry("ce_actor", "person:ada"),
                        Map.entry("ce_traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
    }

    @Test
    void everyEventThatCanBeSaidHasATopic() {
        List<Class<?>> said = Arrays.stream(Event.class.getPermittedSubclasses())
                .filter(type -> type != UnknownEvent.class)
                .toList();

        assertThat(Topic.all().stream().<Class<?>>map(Topic::event).toList()).isEqualTo(said);
    }

    /** The record as a listener gets it. */
    static ConsumerRecord<String, byte[]> arrived(ProducerRecord<String, byte[]> said) {
        return arrived(said.topic(), said.headers().toArray(), said.value());
    }

    static ConsumerRecord<String, byte[]> arrived(String topic, Header[] headers, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                "agentaskit-v1.2.3",
                value,
                new RecordHeaders(headers),
                Optional.empty());
    }

    static Map<String, String> headers(ProducerRecord<String, byte[]> said) {
        var headers = new TreeMap<String, String>();
        said.headers().forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
