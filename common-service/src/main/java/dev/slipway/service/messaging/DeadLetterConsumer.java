package dev.slipway.service.messaging;

import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/** Hears the dead letters of all services, those of one poll together; what its listener throws on comes again. */
public final class DeadLetterConsumer implements AutoCloseable {
    private final ConcurrentMessageListenerContainer<String, byte[]> container;

    public DeadLetterConsumer(
            ConsumerFactory<String, byte[]> consumers,
            EventCodec codec,
            String group,
            Consumer<List<DeadLetter>> listener) {
        ContainerProperties properties = new ContainerProperties(Topic.all().stream()
                .map(topic -> codec.topicName(topic) + ".dlt")
                .toArray(String[]::new));
        properties.setGroupId(group);
        properties.setMessageListener((BatchMessageListener<String, byte[]>) messages ->
                listener.accept(messages.stream().map(DeadLetter::of).toList()));
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMissingTopicsFatal(false);
        container = new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setBeanName(group);
        container.setCommonErrorHandler(EventConsumer.neverSkip());
    }

    public void start() {
        container.start();
    }

    /** Whether it runs. */
    public boolean isRunning() {
        return container.isRunning() && container.isInExpectedState();
    }

    @Override
    public void close() {
        container.stop();
    }
}
