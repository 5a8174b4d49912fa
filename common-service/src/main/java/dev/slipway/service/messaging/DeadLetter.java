package dev.slipway.service.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A message that a service could not handle, as {@link DeadLetters} keeps it.
 *
 * @param source its topic, partition and offset
 * @param service who could not handle it
 */
public record DeadLetter(String source, String service, String reason) {
    static DeadLetter of(ConsumerRecord<String, byte[]> message) {
        return new DeadLetter(
                header(
                        message,
                        DeadLetters.SOURCE,
                        message.topic() + "/" + message.partition() + "/" + message.offset()),
                header(message, DeadLetters.SERVICE, "somebody"),
                header(message, DeadLetters.REASON, "no reason given"));
    }

    /** A dead letter that something else has put there may have no header of ours. */
    private static String header(ConsumerRecord<String, byte[]> message, String name, String otherwise) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null
                ? otherwise
                : new String(header.value(), StandardCharsets.UTF_8);
    }
}
