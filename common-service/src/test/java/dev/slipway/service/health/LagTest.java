package dev.slipway.service.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.messaging.DeadLetters;
import dev.slipway.service.messaging.KafkaPublisher;
import dev.slipway.service.messaging.RawConsumer;
import dev.slipway.service.messaging.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** As a real broker knows it. */
class LagTest {
    private static final EventCodec CODEC = new EventCodec("");
    private static final String TOPIC = CODEC.topicName(Topic.CANARY_HEALTHY);
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void isAllThatALivingConsumerHasNotTakenYet(@TempDir Path folder) throws InterruptedException {
        var lag = new Lag("group", List.of(TOPIC));
        var storeIsAway = new AtomicBoolean(true);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = Admin.create(server(broker));
                var producer = new KafkaProducer<>(server(broker), new StringSerializer(), new ByteArraySerializer());
                RawConsumer consumer = consumer(broker, producer, storeIsAway)) {
            Topics.create(admin, CODEC, 2);
            List.of("a", "b", "c").forEach(key -> producer.send(new ProducerRecord<>(TOPIC, key, new byte[1])));
            producer.flush();
            assertThat(lag.behind(admin)).as("of a group that nobody has seen").isEqualTo(3);

            consumer.start();
            await().atMost(SOON).until(() -> consumer.trouble().isPresent());
            assertThat(lag.behind(admin)).as("while nothing can be taken").isEqualTo(3);

            storeIsAway.set(false);
            await().atMost(SOON).until(() -> lag.behind(admin) == 0);

            assertThat(new Lag("group", List.of("none")).behind(admin))
                    .as("where the broker does not say")
                    .isNaN();
        }
    }

    private static RawConsumer consumer(
            EmbeddedBroker broker, KafkaProducer<String, byte[]> producer, AtomicBoolean storeIsAway) {
        return new RawConsumer(
                new DefaultKafkaConsumerFactory<>(
                        server(broker), new StringDeserializer(), new ByteArrayDeserializer()),
                TOPIC,
                "group",
                _ -> {
                    if (storeIsAway.get()) {
                        throw new IllegalStateException("no store");
                    }
                    return Optional.empty();
                },
                new DeadLetters(new KafkaPublisher(() -> producer, CODEC), "test-service", new SimpleMeterRegistry()));
    }

    private static Map<String, Object> server(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    }
}
