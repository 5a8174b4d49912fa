package dev.slipway.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.UnknownEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, there is an answer. */
class MalformedTest {
    private static final EventCodec CODEC = new EventCodec("");
    private static final String SHIFT = "{\"environment\":\"production\",\"step\":1,\"weight\":50}";
    private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";

    private final Map<String, String> headers =
            new TreeMap<>(GoldenTest.headers(CODEC.encode(Samples.envelope(Topic.TRAFFIC_SHIFT_REQUESTED))));

    private Decoded decode(String topic, byte @Nullable [] value) {
        Header[] onTheWire = headers.entrySet().stream()
                .map(header ->
                        new RecordHeader(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8)))
                .toArray(Header[]::new);
        return CODEC.decode(GoldenTest.arrived(topic, onTheWire, value));
    }

    private Decoded decode(String topic, String value) {
        return decode(topic, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Decoded read(Event event) {
        return new Decoded.Read(Samples.full(event));
    }

    private static String reason(Decoded decoded) {
        return decoded instanceof Decoded.Malformed malformed ? malformed.reason() : "not malformed: " + decoded;
    }

    @Test
    void anUnknownFieldIsIgnored() {
        assertThat(decode("TrafficShiftRequested", SHIFT.replace("{", "{\"later\":{\"a\":[1]},")))
                .isEqualTo(read(Samples.event(Topic.TRAFFIC_SHIFT_REQUESTED)));
    }

    @Test
    void anUnknownTypeIsKeptWithEveryDigit() {
        headers.put("ce_type", "dev.slipway.SomethingNew");

        assertThat(decode("SomethingNew", "{ \"a\": 1.10, \"b\": [1e400] }"))
                .isEqualTo(read(new UnknownEvent("SomethingNew", "{\"a\":1.10,\"b\":[1E+400]}")));
    }

    @Test
    void anUnknownTypeComesBackFromStorageAsItWas() {
        EventEnvelope unknown = Samples.full(new UnknownEvent("SomethingNew", "{\"a\":1.10}"));

        assertThat(StructuredEvent.read(StructuredEvent.write(unknown))).isEqualTo(unknown);
    }

    @Test
    void anUnknownLabelIsOther() {
        headers.put("ce_type", "dev.slipway.ApprovalGiven");
        String data = Json.write(Samples.event(Topic.APPROVAL_GIVEN)).replace("\"refused\"", "\"delegated\"");

        assertThat(decode("ApprovalGiven", data))
                .extracting(decoded -> ((Decoded.Read) decoded).envelope().event())
                .extracting(event -> ((ApprovalGiven) event).verdict())
                .isEqualTo(ApprovalGiven.Verdict.OTHER);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\0', delimiter = '|', textBlock = """
                    DeploymentStarted     | {"environment":"p","scope":"half","artifacts":[],"previous":[]} | Scope
                    DeploymentStarted     | {"environment":"p","scope":0,"artifacts":[],"previous":[]}      | Scope
                    TrafficShiftRequested | {"environment":"p","step":1}                                    | weight
                    TrafficShiftRequested | {"environment":null,"step":1,"weight":1}                        | environment
                    TrafficShiftRequested | {"environment":"p","step":1,"weight":101}                       | 101
                    TrafficShiftRequested | {"environment":"p","step":1,"weight":9.7}                       | weight
                    TrafficShiftRequested | {"environment":"p","step":1,"weight":"x"}                       | weight
                    TrafficShiftRequested | {"environment":"p","step":1,"weight":1} {}                      | Trailing
                    TrafficShiftRequested | {"environment":"p"                                              | end-of-input
                    TrafficShiftRequested | [1]                                                             | START_ARRAY
                    TrafficShiftRequested | null                                                            | null
                    SomethingNew          | {"a":                                                           | end-of-input
                    """)
    void wrongContentIsMalformed(String type, String data, String said) {
        headers.put("ce_type", "dev.slipway." + type);

        assertThat(reason(decode(type, data))).doesNotStartWith("not malformed").contains(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ce_id",
                "ce_source",
                "ce_type",
                "ce_subject",
                "ce_time",
                "ce_application",
                "ce_version",
                "ce_clock",
                "ce_actor",
                "ce_specversion"
            })
    void aMissingAttributeIsMalformed(String attribute) {
        headers.remove(attribute);

        assertThat(decode("TrafficShiftRequested", SHIFT)).isInstanceOf(Decoded.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ce_time, yesterday, yesterday",
        "ce_clock, twelve, twelve",
        "ce_clock, -1, -1",
        "ce_actor, robot:x, robot",
        "ce_actor, ada, ada",
        "ce_subject, ../etc, ../etc",
        "ce_specversion, 9.0, 9.0"
    })
    void aWrongAttributeIsMalformed(String attribute, String value, String said) {
        headers.put(attribute, value);

        assertThat(reason(decode("TrafficShiftRequested", SHIFT)))
                .doesNotStartWith("not malformed")
                .contains(said);
    }

    @Test
    void aTombstoneIsMalformed() {
        assertThat(reason(decode("TrafficShiftRequested", (byte @Nullable []) null)))
                .contains("no data");
    }

    @Test
    void anEmptyValueIsMalformed() {
        assertThat(reason(decode("TrafficShiftRequested", ""))).contains("no data");
    }

    @Test
    void aHeaderWithoutAValueIsMalformed() {
        Header[] broken = {
            new RecordHeader("ce_specversion", (byte[]) null), new RecordHeader("content-type", (byte[]) null)
        };

        assertThat(CODEC.decode(GoldenTest.arrived("GatePassed", broken, new byte[] {'{', '}'})))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void deepNestingIsMalformed() {
        headers.put("ce_type", "dev.slipway.SomethingNew");

        assertThat(reason(decode("SomethingNew", "[".repeat(100_000)))).contains("nesting depth");
    }

    @Test
    void anEventOnAnothersTopicIsMalformedSinceItsSpeakerHadNoLeave() {
        assertThat(reason(decode("NotificationSent", SHIFT))).contains("came on topic NotificationSent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents+json", STRUCTURED, "Application/CloudEvents+JSON"})
    void structuredModeIsRead(String contentType) {
        EventEnvelope said = Samples.envelope(Topic.GATE_PASSED);
        headers.clear();
        headers.put("content-type", contentType);

        assertThat(decode("GatePassed", StructuredEvent.write(said))).isEqualTo(new Decoded.Read(said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"specversion\":\"0.3\"}", "{\"specversion\":null}"})
    void brokenStructuredModeIsMalformed(String value) {
        headers.clear();
        headers.put("content-type", STRUCTURED);

        assertThat(decode("GatePassed", value)).isInstanceOf(Decoded.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21T04:02:07.123456Z, noon, noon", "person:ada, ada, ada", "specversion, spec, specversion"})
    void aWrongAttributeInStructuredModeIsMalformed(String right, String wrong, String said) {
        headers.clear();
        headers.put("content-type", STRUCTURED);
        String written = StructuredEvent.write(Samples.envelope(Topic.GATE_PASSED));

        assertThat(written).contains(right);
        assertThat(reason(decode("GatePassed", written.replace(right, wrong))))
                .doesNotStartWith("not malformed")
                .contains(said);
    }
}
