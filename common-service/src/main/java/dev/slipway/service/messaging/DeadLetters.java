package dev.slipway.service.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what no repetition makes readable in {@code <topic>.dlt}, as it came, with the reason and the place in headers. */
public final class DeadLetters {
    /** What the name of a topic with dead letters has behind the name of theirs. */
    public static final String SUFFIX = ".dlt";

    public static final String REASON = "slipway_reason";
    public static final String SERVICE = "slipway_service";
    public static final String SOURCE = "slipway_source";

    /** How many bytes were left out of a letter that would have been larger than the broker takes. */
    public static final String LEFT_OUT = "slipway_left_out";

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int LONGEST_REASON = 1_000;

    private final KafkaPublisher publisher;
    private final String service;
    private final MeterRegistry meters;

    public DeadLetters(KafkaPublisher publisher, String service, MeterRegistry meters) {
        this.publisher = publisher;
        this.service = service;
        this.meters = meters;
    }

    /** Returns when the broker has it. */
    public void keep(ConsumerRecord<String, byte[]> message, String reason) {
        Headers headers = new RecordHeaders(message.headers());
        add(headers, REASON, reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON));
        add(headers, SERVICE, service);
        add(headers, SOURCE, message.topic() + "/" + message.partition() + "/" + message.offset());
        try {
            send(message.topic(), message.key(), message.value(), headers);
        } catch (KafkaException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            keepPlace(message, headers);
        }
        counter(message.topic()).increment();
        log.atError()
                .addKeyValue("topic", message.topic())
                .addKeyValue("partition", message.partition())
                .addKeyValue("offset", message.offset())
                .addKeyValue("reason", reason)
                .log("message kept as a dead letter");
    }

    /** Has the topic counted from zero: a rise that begins with the first letter is no rise to an alert. */
    public void expect(String topic) {
        counter(topic);
    }

    private Counter counter(String topic) {
        return meters.counter("slipway.dead.letters", "topic", topic);
    }

    /**
     * With our headers it is larger than the broker takes, and trying again would hold up its partition for ever. The topic
     * that it came on keeps it, where {@link #SOURCE} says.
     */
    private void keepPlace(ConsumerRecord<String, byte[]> message, Headers headers) {
        Headers ours = new RecordHeaders();
        List.of(REASON, SERVICE, SOURCE).forEach(name -> ours.add(headers.lastHeader(name)));
        byte @Nullable [] value = message.value();
        add(ours, LEFT_OUT, Integer.toString(value == null ? 0 : value.length));
        String key = message.key();
        send(message.topic(), key != null && key.length() > LONGEST_REASON ? null : key, null, ours);
    }

    private void send(String topic, @Nullable String key, byte @Nullable [] value, Headers headers) {
        publisher.send(List.of(new ProducerRecord<>(topic + SUFFIX, null, key, value, headers)));
    }

    /**
     * Sends a message that was kept to a topic, as it had come: its bytes, its key and its headers. Who has taken it before
     * knows it by its id. Returns when the broker has it.
     */
    public void resend(String topic, ConsumerRecord<String, byte[]> letter) {
        publisher.send(List.of(new ProducerRecord<>(topic, null, letter.key(), letter.value(), original(letter))));
    }

    /** The headers without those that {@link #keep} added. */
    public static Headers original(ConsumerRecord<String, byte[]> letter) {
        Headers headers = new RecordHeaders(letter.headers());
        List.of(REASON, SERVICE, SOURCE, LEFT_OUT).forEach(headers::remove);
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
