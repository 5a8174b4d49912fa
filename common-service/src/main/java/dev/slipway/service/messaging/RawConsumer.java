package dev.slipway.service.messaging;

import dev.slipway.events.codec.MessageHeaders;
import dev.slipway.service.aggregate.RuleFailure;
import dev.slipway.service.trace.TraceContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Hears a topic whose messages others have written in a form of their own. One that its listener cannot use, or that our
 * rules throw on, goes to the dead letters; every other failure is one of the infrastructure and is waited out.
 */
public final class RawConsumer extends TopicConsumer {
    private final RawListener listener;
    private final DeadLetters deadLetters;

    public RawConsumer(
            ConsumerFactory<String, byte[]> consumers,
            String topic,
            String group,
            RawListener listener,
            DeadLetters deadLetters) {
        super(consumers, List.of(topic), group, 1);
        this.listener = listener;
        this.deadLetters = deadLetters;
    }

    @Override
    void onPoll(List<ConsumerRecord<String, byte[]>> messages) {
        Map<ConsumerRecord<String, byte[]>, String> hopeless = new LinkedHashMap<>();
        messages.forEach(message -> take(message).ifPresent(reason -> hopeless.put(message, reason)));
        hopeless.forEach(deadLetters::keep); // last: what is thrown above lets all of them come again
    }

    private Optional<String> take(ConsumerRecord<String, byte[]> message) {
        try (TraceContext.Scope _ = TraceContext.next(MessageHeaders.text(message, "ce_" + TraceContext.TRACEPARENT))
                .open()) {
            return listener.on(message);
        } catch (RuleFailure e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
