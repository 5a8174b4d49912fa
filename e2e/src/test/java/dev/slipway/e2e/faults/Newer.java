package dev.slipway.e2e.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.Topic;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What a newer Slipway might say of a release, made of what this one has said of it. */
final class Newer {
    private Newer() {}

    /** An event that nobody knows yet: everybody passes over it, and the trail keeps it. */
    static ProducerRecord<String, byte[]> type(ConsumerRecord<String, byte[]> said, Topic on) {
        ProducerRecord<String, byte[]> message = message(said, on.topicName(), said.value());
        set(message.headers(), "ce_type", "dev.slipway.ReleaseForetold");
        return message;
    }

    /** A specification of events that nobody can read yet: it is a dead letter of everybody who listens there. */
    static ProducerRecord<String, byte[]> specification(ConsumerRecord<String, byte[]> said, Topic on) {
        ProducerRecord<String, byte[]> message = message(said, on.topicName(), said.value());
        set(message.headers(), "ce_specversion", "2.0");
        return message;
    }

    /** An event as it is known, with more in it: what is known counts, and the trail keeps the rest as well. */
    static ProducerRecord<String, byte[]> data(ConsumerRecord<String, byte[]> said) {
        String value = new String(said.value(), UTF_8);
        ProducerRecord<String, byte[]> message =
                message(said, said.topic(), ("{\"newer\":{\"than\":[\"all\"]}," + value.substring(1)).getBytes(UTF_8));
        set(message.headers(), "ce_newer", "yes");
        set(message.headers(), "ce_dataschema", "https://slipway.dev/schemas/2");
        return message;
    }

    /** By a speaker of its own, since nobody says two things at one count of its clock. */
    private static ProducerRecord<String, byte[]> message(
            ConsumerRecord<String, byte[]> said, String topic, byte[] value) {
        var message = new ProducerRecord<>(topic, null, said.key(), value, new RecordHeaders(said.headers()));
        String id = UUID.randomUUID().toString();
        set(message.headers(), "ce_id", id);
        set(message.headers(), "ce_source", "/slipway/newer-" + id);
        return message;
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(UTF_8));
    }
}
