package dev.slipway.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the trail keeps is what was said, not what this version understood of it. */
class AsSaidTest {
    private static final EventCodec CODEC = new EventCodec("");
    private static final EventEnvelope SHIFT = Samples.envelope(Topic.TRAFFIC_SHIFT_REQUESTED);
    private static final String NEWER =
            "{\"environment\":\"production\",\"lane\":{\"left\":1.10},\"step\":1,\"weight\":50}";

    private static String asSaid(ConsumerRecord<String, byte[]> message) {
        assertThat(CODEC.decode(message)).isInstanceOf(Decoded.Read.class);
        return EventCodec.asSaid(((Decoded.Read) CODEC.decode(message)).envelope(), message);
    }

    private static ConsumerRecord<String, byte[]> arrived(Map<String, String> headers, String value) {
        return GoldenTest.arrived(
                "TrafficShiftRequested",
                headers.entrySet().stream()
                        .map(header -> new RecordHeader(
                                header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8)))
                        .toArray(Header[]::new),
                value.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void whatThisVersionSaysIsAsItWritesIt(Topic topic) {
        EventEnvelope envelope = Samples.envelope(topic);

        assertThat(asSaid(GoldenTest.arrived(CODEC.encode(envelope)))).isEqualTo(StructuredEvent.write(envelope));
    }

    @Test
    void fieldsAndAttributesOfANewerVersionStayInBothModes() {
        Map<String, String> headers = new TreeMap<>(GoldenTest.headers(CODEC.encode(SHIFT)));
        headers.put("ce_region", "north");
        String expected = StructuredEvent.write(SHIFT)
                .replace("\"source\"", "\"region\":\"north\",\"source\"")
                .replaceFirst("\"data\":.*", "\"data\":" + NEWER + "}");

        assertThat(asSaid(arrived(headers, NEWER.replace(",", " ,\n")))).isEqualTo(expected);
        assertThat(asSaid(
                        arrived(Map.of("content-type", "application/cloudevents+json"), expected.replace("{", " { "))))
                .isEqualTo(expected);
        assertThat(StructuredEvent.read(expected)).isEqualTo(SHIFT);
    }

    @Test
    void noAttributeTakesThePlaceOfWhatWasSaid() {
        Map<String, String> headers = new TreeMap<>(GoldenTest.headers(CODEC.encode(SHIFT)));
        headers.put("ce_data", "something else");

        assertThat(asSaid(arrived(headers, Json.write(SHIFT.event())))).isEqualTo(StructuredEvent.write(SHIFT));
    }

    /** Otherwise it would be an event to those who skip it, and none to the trail. */
    @Test
    void whatNobodyCouldWriteDownIsMalformedForAll() {
        Map<String, String> headers = GoldenTest.headers(CODEC.encode(SHIFT));

        assertThat(CODEC.decode(arrived(headers, NEWER.replace("1.10", "1".repeat(2_000)))))
                .isInstanceOf(Decoded.Malformed.class);
    }
}
