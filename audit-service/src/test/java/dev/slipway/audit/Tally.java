package dev.slipway.audit;

import dev.slipway.decision.Decision;
import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import dev.slipway.service.messaging.DeadLetters;
import dev.slipway.service.messaging.EventConsumer;
import dev.slipway.service.messaging.KafkaPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** A service on the real shell that counts what it takes of each release, and whose rules break where a test wants it. */
final class Tally implements AutoCloseable, Behaviour<Tally.Count, Tally.Taken> {
    private final Aggregates<Count, Taken> counts;
    private final Map<String, Integer> heard = new ConcurrentHashMap<>();
    private final KafkaProducer<String, byte[]> producer;
    private final EventConsumer consumer;
    private volatile boolean broken;

    record Count(int taken) {}

    record Taken() {}

    Tally(String name, EmbeddedBroker broker) {
        var codec = new EventCodec("");
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        var publisher = new KafkaPublisher(() -> producer, codec);
        counts = new Aggregates<>(
                name, name, this, new InMemoryAggregateStore(), publisher, Clock.systemUTC(), (_, _) -> {});
        var consumers = new DefaultKafkaConsumerFactory<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer = new EventConsumer(
                consumers,
                codec,
                List.of(Topic.CANARY_HEALTHY),
                name,
                1,
                events -> events.forEach(event -> {
                    counts.on(event.envelope());
                    heard.merge(event.envelope().release().value(), 1, Integer::sum);
                }),
                new DeadLetters(publisher, name, new SimpleMeterRegistry()));
        consumer.start();
    }

    void breaks(boolean now) {
        broken = now;
    }

    /** What its rules took. */
    int count(String release) {
        return counts.state(release).map(Count::taken).orElse(0);
    }

    /** What came, repetitions included. */
    int heard(String release) {
        return heard.getOrDefault(release, 0);
    }

    @Override
    public Class<Count> stateType() {
        return Count.class;
    }

    @Override
    public Count initial(String id) {
        return new Count(0);
    }

    @Override
    public Optional<Routed<Taken>> route(EventEnvelope envelope) {
        return Optional.of(new Routed<>(envelope.release().value(), new Taken()));
    }

    @Override
    public Decision<Count> decide(Count state, Taken signal, Instant now) {
        if (broken) {
            throw new IllegalStateException("a bug");
        }
        return Decision.become(new Count(state.taken() + 1), null);
    }

    @Override
    public Subject subject(Count state) {
        return new Subject(new ReleaseId("none"), "none", "-");
    }

    @Override
    public Taken work(Turn<Count> turn) {
        return new Taken();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
