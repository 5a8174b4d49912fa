package dev.slipway.service.messaging;

import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.core.ConsumerFactory;

/** Hears the dead letters of all services, those of one poll together; what its listener throws on comes again. */
public final class DeadLetterConsumer extends TopicConsumer {
    private final Consumer<List<DeadLetter>> listener;

    public DeadLetterConsumer(
            ConsumerFactory<String, byte[]> consumers,
            EventCodec codec,
            String group,
            Consumer<List<DeadLetter>> listener) {
        super(
                consumers,
                Topic.all().stream()
                        .map(topic -> codec.topicName(topic) + DeadLetters.SUFFIX)
                        .toList(),
                group,
                1);
        this.listener = listener;
    }

    @Override
    void onPoll(List<ConsumerRecord<String, byte[]>> messages) {
        listener.accept(messages.stream().map(DeadLetter::of).toList());
    }
}
