package dev.slipway.service.messaging;

import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Hears topics as one member of the service's consumer group. What is hopeless goes to the dead letters; every other failure
 * is waited out without limit, never skipped.
 */
public final class EventConsumer extends TopicConsumer {
    private final Intake intake;

    public EventConsumer(
            ConsumerFactory<String, byte[]> consumers,
            EventCodec codec,
            Collection<Topic> topics,
            String group,
            int concurrency,
            EventListener listener,
            DeadLetters deadLetters) {
        super(consumers, topics.stream().map(codec::topicName).toList(), group, concurrency);
        this.intake = new Intake(codec::decode, listener, deadLetters::keep);
    }

    @Override
    void onPoll(List<ConsumerRecord<String, byte[]>> messages) {
        intake.take(messages);
    }
}
