package dev.slipway.events.codec;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.UnknownEvent;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events as Kafka records: CloudEvents 1.0 in binary mode, the value being the event's JSON, the key the release's id.
 * Structured mode is read as well, never written: CloudEvents' own JSON format is built on another Jackson than ours.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     protocol binding</a>
 */
public final class EventCodec {
    static final String TYPE_PREFIX = "dev.slipway.";
    static final String SOURCE_PREFIX = "/slipway/";
    private static final Pattern STRUCTURED =
            Pattern.compile("application/cloudevents\\+json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private final String topicPrefix;

    /** {@code topicPrefix} stands before every topic's name, for clusters that are shared; usually empty. */
    public EventCodec(String topicPrefix) {
        this.topicPrefix = topicPrefix;
    }

    /** The topic's name on this cluster. */
    public String topicName(Topic topic) {
        return topicPrefix + topic.topicName();
    }

    public ProducerRecord<String, byte[]> encode(EventEnvelope envelope) {
        return KafkaMessageFactory.<String>createWriter(
                        topicName(Topic.of(envelope.event())),
                        envelope.release().value())
                .writeBinary(toCloudEvent(envelope));
    }

    public Decoded decode(ConsumerRecord<String, byte[]> message) {
        try {
            return inItsTopic(isStructured(message) ? readStructured(message) : readBinary(message), message.topic());
        } catch (RuntimeException e) {
            // Reading is a function of the record alone: whatever is wrong, the record is, and it must not stop the
            // partition. So not a list of exceptions, which would miss one that a reader throws in a later version.
            return new Decoded.Malformed(
                    Objects.toString(e.getMessage(), e.getClass().getSimpleName()));
        }
    }

    /**
     * A message as {@link StructuredEvent} would write it, with all that was said: also the attributes and fields that a newer
     * speaker knows and our records do not. The same for binary and structured mode, and for every repetition.
     *
     * @param envelope what {@link #decode} read in it
     */
    public static String asSaid(EventEnvelope envelope, ConsumerRecord<String, byte[]> message) {
        return isStructured(message)
                ? StructuredEvent.canonical(envelope, text(message.value()))
                : StructuredEvent.write(
                        envelope,
                        CloudEventMapping.attributes(
                                KafkaMessageFactory.createReader(message).toEvent()),
                        Json.tree(text(message.value())).toString());
    }

    /**
     * Kafka's ACLs say who may write to which topic, so an event counts in its own topic only: elsewhere its speaker had
     * no leave to say it.
     */
    private Decoded inItsTopic(EventEnvelope envelope, String topic) {
        if (envelope.event() instanceof UnknownEvent
                || topicName(Topic.of(envelope.event())).equals(topic)) {
            return new Decoded.Read(envelope);
        }
        return new Decoded.Malformed("event " + envelope.id() + " is a " + envelope.type() + " but came on topic "
                + topic + ": say it on topic " + topicName(Topic.of(envelope.event())));
    }

    private static boolean isStructured(ConsumerRecord<String, byte[]> message) {
        String contentType = MessageHeaders.text(message, "content-type");
        return contentType != null && STRUCTURED.matcher(contentType).matches();
    }

    private static EventEnvelope readStructured(ConsumerRecord<String, byte[]> message) {
        return StructuredEvent.read(text(message.value()));
    }

    private static EventEnvelope readBinary(ConsumerRecord<String, byte[]> message) {
        CloudEvent cloudEvent = KafkaMessageFactory.createReader(message).toEvent();
        var data = cloudEvent.getData();
        String json = text(data == null ? null : data.toBytes());
        Json.tree(json); // also what our records skip has to be readable, since the trail keeps it
        return CloudEventMapping.envelope(cloudEvent, readEvent(nameOf(cloudEvent.getType()), json));
    }

    private static String text(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            throw new IllegalArgumentException("the record has no data: an event is never deleted or empty");
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    static String nameOf(String type) {
        return type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type;
    }

    /** The event of that name; kept as it is where the name is not known. */
    static Event readEvent(String name, String json) {
        if (json.strip().equals("null")) {
            throw new IllegalArgumentException("the data of " + name + " is null: an event is a JSON object");
        }
        return Topic.named(name)
                .<Event>map(topic -> Json.read(json, topic.event()))
                .orElseGet(() -> CloudEventMapping.unknown(name, json));
    }

    static String dataOf(Event event) {
        return event instanceof UnknownEvent unknown ? unknown.json() : Json.write(event);
    }

    private static CloudEvent toCloudEvent(EventEnvelope envelope) {
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withId(envelope.id().value())
                .withSource(URI.create(SOURCE_PREFIX + envelope.source()))
                .withType(TYPE_PREFIX + envelope.type())
                .withSubject(envelope.release().value())
                .withTime(envelope.time().atOffset(ZoneOffset.UTC))
                .withData("application/json", dataOf(envelope.event()).getBytes(StandardCharsets.UTF_8));
        CloudEventMapping.extensions(envelope).forEach(builder::withExtension);
        return builder.build();
    }
}
