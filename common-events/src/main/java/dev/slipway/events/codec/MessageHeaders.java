package dev.slipway.events.codec;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Headers of messages, which anybody may have written. */
public final class MessageHeaders {
    private MessageHeaders() {}

    /** The last header of that name as UTF-8; null where there is none, or it has no value. */
    public static @Nullable String text(ConsumerRecord<?, ?> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
