package dev.slipway.service.messaging;

import dev.slipway.events.Digest;
import dev.slipway.events.codec.MessageHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message that a service could not handle, as {@link DeadLetters} keeps it.
 *
 * @param source its topic, partition and offset
 * @param service who could not handle it
 */
public record DeadLetter(String source, String service, String reason, Kept kept) {
    /**
     * Where the message is now, and what tells whether it is the same.
     *
     * @param key under which it was said: a release's id, where all is well with it
     * @param clock the Lamport clock that it was said with, as it claims; 0 where it claims none
     * @param event the id that it claims as an event; null where it claims none
     * @param digest of its value; null where it has none
     */
    public record Kept(
            String topic,
            int partition,
            long offset,
            Instant at,
            @Nullable String key,
            long clock,
            @Nullable String event,
            @Nullable Digest digest) {
        static Kept of(ConsumerRecord<String, byte[]> message) {
            byte @Nullable [] value = message.value();
            return new Kept(
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    Instant.ofEpochMilli(message.timestamp()),
                    message.key(),
                    clockOf(message),
                    MessageHeaders.text(message, "ce_id"),
                    value == null ? null : digest(value));
        }

        private static long clockOf(ConsumerRecord<String, byte[]> message) {
            String clock = header(message, "ce_clock", "");
            return CLOCK.matcher(clock).matches() ? Long.parseLong(clock) : 0;
        }

        /** The digest that tells whether bytes are those that were kept. */
        public static Digest digest(byte[] value) {
            try {
                return new Digest("sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(value)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    private static final Pattern CLOCK = Pattern.compile("\\d{1,18}");

    static DeadLetter of(ConsumerRecord<String, byte[]> message) {
        return new DeadLetter(
                header(
                        message,
                        DeadLetters.SOURCE,
                        message.topic() + "/" + message.partition() + "/" + message.offset()),
                header(message, DeadLetters.SERVICE, "somebody"),
                header(message, DeadLetters.REASON, "no reason given"),
                Kept.of(message));
    }

    /** A dead letter that something else has put there may have no header of ours. */
    private static String header(ConsumerRecord<String, byte[]> message, String name, String otherwise) {
        String text = MessageHeaders.text(message, name);
        return text == null ? otherwise : text;
    }
}
