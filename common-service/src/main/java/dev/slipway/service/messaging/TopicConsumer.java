package dev.slipway.service.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Hears topics as one member of a consumer group. Offsets are committed after the messages of a poll were taken; what is
 * thrown on them lets all of them come again, later and without limit, so nothing is ever skipped. What Kafka's client
 * gives up for, such as another member by its name, makes it begin anew.
 */
public abstract sealed class TopicConsumer implements AutoCloseable
        permits EventConsumer, RawConsumer, DeadLetterConsumer {
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10); // far below max.poll.interval
    private static final Duration BEGIN_ANEW = Duration.ofSeconds(3);
    private static final Logger log = LoggerFactory.getLogger(TopicConsumer.class);

    private final ConcurrentMessageListenerContainer<String, byte[]> container;
    private final Map<Thread, String> troubles = new ConcurrentHashMap<>();
    private final String group;
    private final List<String> topics;
    private final AtomicBoolean stopped = new AtomicBoolean(); // by nobody's wish
    private volatile boolean closed;

    TopicConsumer(ConsumerFactory<String, byte[]> consumers, Collection<String> topics, String group, int concurrency) {
        this.group = group;
        this.topics = List.copyOf(topics);
        ContainerProperties properties = new ContainerProperties(topics.toArray(String[]::new));
        properties.setGroupId(group);
        properties.setMessageListener((BatchMessageListener<String, byte[]>) this::take);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMissingTopicsFatal(false);
        properties.setConsumerRebalanceListener(new ConsumerAwareRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
                troubles.remove(Thread.currentThread()); // what it failed on may be another's now
            }
        });
        container = new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setConcurrency(concurrency);
        container.setBeanName(group);
        container.setCommonErrorHandler(neverSkip());
        container.setApplicationEventPublisher(event -> {
            if (event instanceof ConsumerStoppedEvent end && !closed && stopped.compareAndSet(false, true)) {
                log.atError()
                        .addKeyValue("group", group)
                        .addKeyValue("reason", end.getReason())
                        .log("a consumer was stopped by Kafka's client and begins anew");
                Thread.ofVirtual().name(group + "-begins-anew").start(this::beginAnew);
            }
        });
    }

    private void beginAnew() {
        do {
            LockSupport.parkNanos(BEGIN_ANEW.toNanos());
        } while (!hasBegunAnew());
    }

    /** The others of this process stop with it: their partitions are taken up again where they were left. */
    private synchronized boolean hasBegunAnew() {
        if (closed) {
            return true;
        }
        try {
            container.stop();
            troubles.clear();
            stopped.set(false);
            container.start();
            return true;
        } catch (RuntimeException | Error e) { // an Error, too, must not end the tries
            stopped.set(true);
            log.atWarn()
                    .addKeyValue("group", group)
                    .setCause(e)
                    .log("a consumer cannot begin anew yet, will try again");
            return false;
        }
    }

    /** Spring's default gives up after ten tries and on some exceptions at once, both of which would lose events. */
    private static DefaultErrorHandler neverSkip() {
        ExponentialBackOff backOff = new ExponentialBackOff(FIRST_RETRY.toMillis(), 2);
        backOff.setMaxInterval(LONGEST_RETRY.toMillis());
        backOff.setMaxElapsedTime(Long.MAX_VALUE);
        DefaultErrorHandler handler = new DefaultErrorHandler(backOff);
        handler.setClassifications(Map.of(), true);
        handler.setLogLevel(KafkaException.Level.DEBUG); // what it would say is said here, in one line
        return handler;
    }

    private void take(List<ConsumerRecord<String, byte[]>> messages) {
        try {
            onPoll(messages);
            troubles.remove(Thread.currentThread());
        } catch (RuntimeException | Error e) {
            // An Error, too: it would stop the container.
            troubles.put(Thread.currentThread(), e.toString());
            log.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("messages", messages.size())
                    .setCause(e)
                    .log("what came could not be taken, and comes again");
            throw allComeAgain(e);
        }
    }

    /**
     * What is thrown for all messages of a poll. On anything else the container keeps them in memory and polls while it
     * waits; should the client fail in such a poll, it lets them go, and the next commit is past them.
     */
    private static BatchListenerFailedException allComeAgain(Throwable why) {
        return new BatchListenerFailedException("the messages come again: " + why, why, 0);
    }

    /** What keeps it from taking what came, and makes it try again; empty where nothing does. */
    public Optional<String> trouble() {
        return troubles.values().stream().findFirst();
    }

    /** Takes the messages of one poll, for good. */
    abstract void onPoll(List<ConsumerRecord<String, byte[]>> messages);

    /** Throws where the client cannot be made, such as for a broker whose name is not known yet: start it again. */
    public void start() {
        try {
            container.start();
        } catch (RuntimeException | Error e) {
            container.stop(); // else it says that it runs, and a second start does nothing
            throw e;
        }
    }

    public String group() {
        return group;
    }

    /** Their names on this broker. */
    public List<String> topics() {
        return topics;
    }

    /** Whether every consumer of it runs. */
    public boolean isRunning() {
        return !stopped.get() && container.isRunning() && container.isInExpectedState();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        container.stop();
    }
}
