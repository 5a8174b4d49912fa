package dev.slipway.e2e.faults;

import dev.slipway.audit.kafka.TrailListener;
import dev.slipway.events.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.provider.Arguments;

/** Processes that are killed, stopped or stand still; and topics on which is what nobody should have said. */
@SuppressWarnings("NullAway.Init") // before all tests
class ProcessFaultsTest extends Faults {
    private static final String OUTBOX_AGE = "slipway_outbox_age_seconds";

    private StoreServer.Embedded store;

    @Override
    Parts parts() {
        return new Parts(Cluster.Sandbox::start, (jvm, port) -> store = StoreServer.Embedded.start(jvm, port));
    }

    @Override
    Stream<Arguments.ArgumentSet> all() {
        return Stream.concat(
                Stream.of(
                        fault("nothing", () -> {}),
                        fault("every message ten times", () -> duplicate(10)),
                        fault("what cannot be read, on every topic", this::poison),
                        fault("what is as large as the broker takes it", this::oversized),
                        fault("broker: kill -9", this::brokerAway),
                        fault("broker: SIGSTOP", () -> {
                            landscape().broker().pause();
                            awaitUnwell(Service.GATE, Part.BROKER);
                            landscape().broker().resume();
                        }),
                        fault("broker: clean restart", () -> {
                            landscape().broker().stop();
                            landscape().broker().start();
                        }),
                        fault("store: kill -9", this::storeAway),
                        fault("store: SIGSTOP", () -> {
                            store.pause();
                            awaitUnwell(Service.DEPLOY, Part.STORE);
                            store.resume();
                        }),
                        fault("store: kill -9, and the broker while it is away", () -> {
                            store.kill();
                            awaitUnwell(Service.GATE, Part.STORE);
                            landscape().broker().kill();
                            landscape().broker().start();
                            store.restart();
                        }),
                        fault("store: clean restart", () -> {
                            store.stop();
                            store.restart();
                        }),
                        fault("rebalance storm", this::rebalanceStorm)),
                Arrays.stream(Service.values())
                        .flatMap(service -> Stream.of(
                                fault(service + ": kill -9", () -> kill(service)),
                                fault(service + ": SIGSTOP until its group has lost it", () -> pause(service)),
                                fault(
                                        service + ": SIGSTOP until another instance has its work",
                                        () -> zombie(service)))));
    }

    /** What is decided cannot be said meanwhile, and the gauge that the alert watches knows. */
    private void brokerAway() throws Exception {
        awayForAll(
                Part.BROKER,
                landscape().broker()::kill,
                () -> {
                    shops().reportAgain(good());
                    awaitMeasured(Service.GATE, OUTBOX_AGE, age -> age > 0);
                },
                landscape().broker()::start);
        awaitMeasured(Service.GATE, OUTBOX_AGE, age -> age == 0);
    }

    /** What is said cannot be taken meanwhile, and the gauges that the alert watches know. */
    private void storeAway() throws Exception {
        awayForAll(
                Part.STORE,
                store::kill,
                () -> {
                    sayAgain(Topic.GATE_PASSED);
                    awaitMeasured(Service.DEPLOY, lag(Service.DEPLOY), lag -> lag > 0);
                    awaitMeasured(Service.AUDIT, lag(Service.AUDIT), lag -> lag > 0);
                },
                store::restart);
        awaitMeasured(Service.DEPLOY, lag(Service.DEPLOY), lag -> lag == 0);
        awaitMeasured(Service.AUDIT, lag(Service.AUDIT), lag -> lag == 0);
    }

    private static String lag(Service service) {
        return "slipway_consumer_lag{group=\"%s\"}".formatted(service);
    }

    /** Strangers join each group and leave it, again and again: all that is in hand is given up, and comes again. */
    private void rebalanceStorm() throws Exception {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> storms = new ArrayList<>();
            for (Service service : Service.values()) {
                storms.add(all.submit(() -> rebalance(service, 10)));
            }
            for (Future<?> storm : storms) {
                storm.get();
            }
        }
    }

    private void rebalance(Service service, int times) {
        for (int i = 0; i < times; i++) {
            try (KafkaConsumer<byte[], byte[]> stranger = new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            landscape().bootstrap(),
                            ConsumerConfig.GROUP_ID_CONFIG,
                            service.toString(),
                            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                            RangeAssignor.class.getName(),
                            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                            false),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                stranger.subscribe(List.of(Topic.GATE_PASSED.topicName()));
                while (stranger.groupMetadata().generationId() < 0) {
                    stranger.poll(Duration.ofMillis(100));
                }
            }
        }
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", landscape().bootstrap(), "max.request.size", 2 << 20),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** All that was said of releases, word by word, to the other partitions as well. */
    private void duplicate(int times) {
        Said said = Said.in(landscape().bootstrap());
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = 0; i < times; i++) {
                int shift = i;
                said.messages().stream()
                        .filter(message -> !message.topic().endsWith(".dlt"))
                        .forEach(message -> producer.send(new ProducerRecord<>(
                                message.topic(),
                                (message.partition() + shift) % 3,
                                message.key(),
                                message.value(),
                                message.headers())));
            }
            producer.flush();
        }
    }

    /** What nobody can read, and what a newer Slipway might say. What becomes of all of it is in the trail. */
    private void poison() throws Exception {
        ConsumerRecord<String, byte[]> evidence = said(Topic.EVIDENCE_RECORDED);
        Map<String, Double> letters = new HashMap<>();
        for (Topic topic : TrailListener.TOPICS) {
            letters.put(letters(topic), measured(Service.AUDIT, letters(topic)));
        }
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (Topic topic : TrailListener.TOPICS) {
                producer.send(Newer.type(evidence, topic)).get();
                producer.send(Newer.specification(evidence, topic)).get();
            }
            producer.send(Newer.data(evidence)).get();
            for (Topic topic : Topic.all()) {
                producer.send(new ProducerRecord<>(
                                topic.topicName(), good(), "{\"half\": ".getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
        letters.forEach((series, before) -> awaitMeasured(Service.AUDIT, series, now -> now >= before + 2));
    }

    private static String letters(Topic topic) {
        return "slipway_dead_letters_total{topic=\"%s\"}".formatted(topic.topicName());
    }

    /** Of the good release. */
    private ConsumerRecord<String, byte[]> said(Topic topic) {
        return Said.in(landscape().bootstrap()).messages().stream()
                .filter(message -> message.topic().equals(topic.topicName()) && good().equals(message.key()))
                .findFirst()
                .orElseThrow();
    }

    private void sayAgain(Topic topic) throws Exception {
        ConsumerRecord<String, byte[]> message = said(topic);
        try (KafkaProducer<String, byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(
                            message.topic(), message.partition(), message.key(), message.value(), message.headers()))
                    .get();
        }
    }

    /** To the last byte that the broker's default leaves, so that not a header more would fit. */
    private void oversized() throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(Topic.GATE_PASSED.topicName(), good(), new byte[1_048_588 - 100]))
                    .get();
        }
    }
}
