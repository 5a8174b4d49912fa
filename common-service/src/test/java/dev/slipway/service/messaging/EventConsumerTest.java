package dev.slipway.service.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.events.Actor;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.aggregate.Failures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** With a real broker; each test has topics and a group of its own. */
class EventConsumerTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaProducer<String, byte[]> producer;
    private static Admin admin;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private EventCodec codec = new EventCodec("");

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 50),
                new StringSerializer(),
                new ByteArraySerializer());
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        producer.close();
        broker.close();
    }

    @BeforeEach
    void topicsOfItsOwn(TestInfo test) {
        codec = new EventCodec(test.getTestMethod().orElseThrow().getName() + ".");
        Topics.create(admin, codec, 1);
    }

    @AfterEach
    void closeMeters() {
        meters.close();
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndTheRestGoesOn() {
        say("e1");
        producer.send(new ProducerRecord<>(topic(), "shop-v1.0.0", "not an event".getBytes(UTF_8)));
        say("e2");

        try (EventConsumer _ = listening(this::hear)) {
            await().atMost(SOON).until(() -> heard.equals(List.of("e1", "e2")));
            await().atMost(SOON).until(() -> deadLetters().size() == 1);
        }
        ConsumerRecord<String, byte[]> letter = deadLetters().getFirst();
        assertThat(letter.key()).isEqualTo("shop-v1.0.0");
        assertThat(new String(letter.value(), UTF_8)).isEqualTo("not an event");
        assertThat(header(letter, DeadLetters.REASON)).isNotBlank();
        assertThat(header(letter, DeadLetters.SERVICE)).isEqualTo("test-service");
        assertThat(header(letter, DeadLetters.SOURCE)).isEqualTo(topic() + "/0/1");
        assertThat(meters.counter("slipway.dead.letters", "topic", topic()).count())
                .isEqualTo(1);
    }

    @Test
    void whatIsTooLargeToBeKeptWithOurHeadersHoldsNobodyUpAndItsPlaceIsKept() {
        say("e1");
        var value = new byte[1_048_588 - 120]; // the broker's default leaves a few bytes
        try (var large = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 2 << 20),
                new StringSerializer(),
                new ByteArraySerializer())) {
            large.send(new ProducerRecord<>(topic(), "shop-v1.0.0", value));
        }
        say("e2");

        try (EventConsumer consumer = listening(this::hear)) {
            await().atMost(SOON).until(() -> heard.equals(List.of("e1", "e2")));
            await().atMost(SOON).until(() -> deadLetters().size() == 1);
            await().atMost(SOON).until(() -> consumer.trouble().isEmpty());
        }
        ConsumerRecord<String, byte[]> letter = deadLetters().getFirst();
        assertThat(letter.key()).isEqualTo("shop-v1.0.0");
        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetters.LEFT_OUT)).isEqualTo(Integer.toString(value.length));
        assertThat(header(letter, DeadLetters.SOURCE)).isEqualTo(topic() + "/0/1");
    }

    @Test
    void deadLettersAreHeardTogetherAndAgainUntilTheirListenerTakesThem() {
        producer.send(new ProducerRecord<>(topic(), "shop-v1.0.0", "not an event".getBytes(UTF_8)));
        try (EventConsumer _ = listening(this::hear)) {
            await().atMost(SOON).until(() -> deadLetters().size() == 1);
        }
        producer.send(new ProducerRecord<>(topic() + ".dlt", "shop-v1.0.0", "by another hand".getBytes(UTF_8)));
        producer.flush();
        List<List<DeadLetter>> told = new CopyOnWriteArrayList<>();

        try (var consumer = new DeadLetterConsumer(consumers(), codec, topic() + "-letters", letters -> {
            told.add(letters);
            if (told.size() == 1) {
                throw new IllegalStateException("nobody is there");
            }
        })) {
            consumer.start();
            await().atMost(SOON).until(() -> told.size() == 2);
        }
        assertThat(told.getFirst()).isEqualTo(told.getLast());
        assertThat(told.getLast())
                .extracting(DeadLetter::source, DeadLetter::service)
                .containsExactly(tuple(topic() + "/0/0", "test-service"), tuple(topic() + ".dlt/0/1", "somebody"));
        assertThat(told.getLast())
                .allSatisfy(letter -> assertThat(letter.reason()).isNotBlank());
    }

    @Test
    void aFailureOfTheInfrastructureIsWaitedOutAndNothingIsLost() {
        var tries = new AtomicInteger();
        say("e1");
        producer.send(new ProducerRecord<>(topic(), "shop-v1.0.0", "not an event".getBytes(UTF_8)));
        say("e2");

        try (EventConsumer consumer = listening(events -> {
            if (tries.incrementAndGet() <= 4) {
                throw new IllegalStateException("no store");
            }
            hear(events);
        })) {
            await().atMost(SOON).until(() -> heard.equals(List.of("e1", "e2")));
            await().atMost(SOON).until(() -> deadLetters().size() == 1);
            assertThat(consumer.isRunning()).isTrue();
        }
        assertThat(deadLetters()).as("kept once, not at each try").hasSize(1);
    }

    /** As with a broker that was killed while the store was away: what the client throws then must not let the batch go. */
    @Test
    void nothingIsLostWhereKafkasClientFailsWhileAFailureIsWaitedOut() {
        var tries = new AtomicInteger();
        var failures = new AtomicInteger();
        say("e1", "e2");

        try (EventConsumer _ = listening(failing(() -> tries.get() == 1 && failures.incrementAndGet() == 1), events -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("no store");
            }
            hear(events);
        })) {
            await().atMost(SOON).until(() -> tries.get() == 1);
            say("e3");

            await().atMost(SOON).until(() -> heard.contains("e3"));
            assertThat(heard).containsExactly("e1", "e2", "e3");
        }
        assertThat(failures).hasPositiveValue();
    }

    /** Consumers whose poll fails when it is to, as for a server with an unexpected error. */
    private static ConsumerFactory<String, byte[]> failing(BooleanSupplier when) {
        return new DefaultKafkaConsumerFactory<>(
                settings(Map.of()), new StringDeserializer(), new ByteArrayDeserializer()) {
            @Override
            protected Consumer<String, byte[]> createRawConsumer(Map<String, Object> settings) {
                return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()) {
                    @Override
                    public ConsumerRecords<String, byte[]> poll(Duration timeout) {
                        if (when.getAsBoolean()) {
                            throw new UnknownServerException("an unexpected error");
                        }
                        return super.poll(timeout);
                    }
                };
            }
        };
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsWaitedOutToo(Error error) {
        var tries = new AtomicInteger();
        String event = error.getClass().getSimpleName();
        say(event);

        try (EventConsumer consumer = listening(events -> {
            if (tries.incrementAndGet() == 1) {
                throw error;
            }
            hear(events);
        })) {
            await().atMost(SOON).until(() -> heard.contains(event));
            assertThat(consumer.isRunning()).isTrue();
        }
        assertThat(tries).hasValueGreaterThan(1);
    }

    private static Stream<Error> errors() {
        return Stream.of(new StackOverflowError("the first"), new OutOfMemoryError("the first"));
    }

    /** A request to join that was on its way while the network hung is enough for it. */
    @Test
    void whoWasFencedOffByAnotherOfItsNameBeginsAnew() {
        try (EventConsumer consumer = listening(consumers(Map.of("group.instance.id", "one")), this::hear)) {
            say("e1");
            await().atMost(SOON).until(() -> heard.equals(List.of("e1")));

            try (Consumer<String, byte[]> other =
                    consumers(Map.of("group.instance.id", "one-0")).createConsumer(topic(), null)) {
                other.subscribe(List.of(topic()));
                await().atMost(SOON).until(() -> {
                    other.poll(Duration.ofMillis(100));
                    return !consumer.isRunning();
                });
            }
            say("e2");

            await().atMost(SOON).until(() -> heard.contains("e2"));
            assertThat(consumer.isRunning()).isTrue();
        }
    }

    /** Its heartbeats go on while it works, so it leaves the group by itself: another way out than that of a stopped process. */
    @Test
    void whoWorksLongerThanAPollMayTakeLosesNothingAndComesBack() {
        ConsumerFactory<String, byte[]> impatient = consumers(Map.of("max.poll.interval.ms", 2_000));
        var goOn = new CountDownLatch(1);
        List<String> late = new CopyOnWriteArrayList<>();
        say("e1");

        try (EventConsumer slow = listening(impatient, events -> {
            events.forEach(one -> late.add(one.envelope().id().value()));
            awaitUninterrupted(goOn);
        })) {
            await().atMost(SOON).until(() -> late.equals(List.of("e1")));
            try (EventConsumer _ = listening(this::hear)) {
                await().atMost(SOON).until(() -> heard.equals(List.of("e1")));
                say("e2");
                await().atMost(SOON).until(() -> heard.equals(List.of("e1", "e2")));
                await().atMost(SOON).until(() -> committed() == 2);

                goOn.countDown(); // and it commits what is no longer its own
                await().atMost(SOON).until(() -> members() == 2);
            }
            say("e3");

            await().atMost(SOON).until(() -> late.contains("e3"));
            assertThat(slow.isRunning()).isTrue();
            await().atMost(SOON).until(() -> committed() == 3);
        }
        // What it could not commit is given to it once more, which whoever is idempotent does not notice.
        assertThat(late).startsWith("e1").endsWith("e3").doesNotContain("e2");
        assertThat(heard).containsExactly("e1", "e2");
    }

    private long committed() throws Exception {
        OffsetAndMetadata offset = admin.listConsumerGroupOffsets(topic())
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic(), 0));
        return offset == null ? 0 : offset.offset();
    }

    private int members() throws Exception {
        return admin.describeConsumerGroups(List.of(topic())).all().get().values().stream()
                .mapToInt(group -> group.members().size())
                .sum();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As while the name of no broker is known. */
    @Test
    void whoseClientCannotBeMadeAtFirstIsStartedAgain() {
        var tries = new AtomicInteger();
        var consumers =
                new DefaultKafkaConsumerFactory<>(
                        settings(Map.of()), new StringDeserializer(), new ByteArrayDeserializer()) {
                    @Override
                    protected Consumer<String, byte[]> createRawConsumer(Map<String, Object> settings) {
                        if (tries.incrementAndGet() == 1) {
                            throw new KafkaException("no resolvable bootstrap urls");
                        }
                        return super.createRawConsumer(settings);
                    }
                };
        say("e1");

        try (EventConsumer consumer = consumer(consumers, this::hear)) {
            assertThatThrownBy(consumer::start).isInstanceOf(KafkaException.class);
            assertThat(consumer.isRunning()).isFalse();
            consumer.start();

            await().atMost(SOON).until(() -> heard.equals(List.of("e1")));
            assertThat(consumer.isRunning()).isTrue();
        }
    }

    @Test
    void anEventThatTheRulesThrowOnGoesToTheDeadLettersAndTheOthersOfItsBatchAreHeard() {
        say("e1", "broken", "e2", "e3");

        try (EventConsumer _ = listening(events -> {
            for (EventListener.Heard one : events) {
                if (one.envelope().id().value().equals("broken")) {
                    throw Failures.ofARule();
                }
                if (!heard.contains(one.envelope().id().value())) { // as an aggregate skips what it has seen
                    heard.add(one.envelope().id().value());
                }
            }
        })) {
            await().atMost(SOON).until(() -> heard.equals(List.of("e1", "e2", "e3")));
            await().atMost(SOON).until(() -> deadLetters().size() == 1);
        }
        ConsumerRecord<String, byte[]> letter = deadLetters().getFirst();
        assertThat(header(letter, DeadLetters.REASON)).contains("a bug");
        assertThat(header(letter, DeadLetters.SOURCE)).isEqualTo(topic() + "/0/1");
    }

    @Test
    void whatWasHeardBeforeARestartIsNotHeardAgain() {
        say("e1");
        try (EventConsumer _ = listening(this::hear)) {
            await().atMost(SOON).until(() -> heard.equals(List.of("e1")));
        }
        say("e2");

        try (EventConsumer _ = listening(this::hear)) {
            await().atMost(SOON).until(() -> heard.contains("e2"));
        }
        assertThat(heard).containsExactly("e1", "e2");
    }

    @Test
    void aRawMessageThatCannotBeUsedIsADeadLetterAndFailuresAreWaitedOut() {
        var tries = new AtomicInteger();
        for (String text : List.of("r1", "unfit", "broken", "r2")) {
            producer.send(new ProducerRecord<>(topic(), text.getBytes(UTF_8)));
        }
        producer.flush();

        try (var consumer = new RawConsumer(
                consumers(),
                topic(),
                topic(),
                message -> {
                    String text = new String(message.value(), UTF_8);
                    if (text.equals("r2") && tries.incrementAndGet() <= 3) {
                        throw new IllegalStateException("no store");
                    }
                    if (text.equals("broken")) {
                        throw Failures.ofARule();
                    }
                    heard.add(text);
                    return text.equals("unfit") ? Optional.of("it is unfit") : Optional.empty();
                },
                deadLetters("test-service"))) {
            consumer.start();
            await().atMost(SOON).until(() -> heard.contains("r2"));
            await().atMost(SOON).until(() -> deadLetters().size() >= 2);
            assertThat(consumer.isRunning()).isTrue();
        }
        assertThat(deadLetters())
                .as("kept once, not at each try")
                .extracting(letter -> new String(letter.value(), UTF_8))
                .containsExactly("unfit", "broken");
        assertThat(header(deadLetters().getFirst(), DeadLetters.REASON)).isEqualTo("it is unfit");
        assertThat(header(deadLetters().getLast(), DeadLetters.REASON)).contains("a bug");
    }

    private DeadLetters deadLetters(String service) {
        return new DeadLetters(new KafkaPublisher(() -> producer, codec), service, meters);
    }

    private EventConsumer listening(EventListener listener) {
        return listening(consumers(), listener);
    }

    private EventConsumer listening(ConsumerFactory<String, byte[]> consumers, EventListener listener) {
        EventConsumer consumer = consumer(consumers, listener);
        consumer.start();
        return consumer;
    }

    private EventConsumer consumer(ConsumerFactory<String, byte[]> consumers, EventListener listener) {
        return new EventConsumer(
                consumers, codec, List.of(Topic.CANARY_HEALTHY), topic(), 1, listener, deadLetters("test-service"));
    }

    private static ConsumerFactory<String, byte[]> consumers() {
        return consumers(Map.of());
    }

    private static ConsumerFactory<String, byte[]> consumers(Map<String, Object> more) {
        return new DefaultKafkaConsumerFactory<>(settings(more), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false));
        all.putAll(more);
        return all;
    }

    private void hear(List<EventListener.Heard> events) {
        events.forEach(one -> heard.add(one.envelope().id().value()));
    }

    private String topic() {
        return codec.topicName(Topic.CANARY_HEALTHY);
    }

    private void say(String... ids) {
        for (String id : ids) {
            producer.send(codec.encode(new EventEnvelope(
                    new EventId(id),
                    "canary-service",
                    new ReleaseId("shop-v1.0.0"),
                    "shop",
                    "v1.0.0",
                    "production",
                    1,
                    null,
                    Actor.service("canary-service"),
                    Instant.parse("2026-11-21T12:00:00Z"),
                    null,
                    new CanaryHealthy("production", 3))));
        }
        producer.flush();
    }

    private List<ConsumerRecord<String, byte[]>> deadLetters() {
        var partition = new TopicPartition(topic() + ".dlt", 0);
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
            return letters;
        }
    }

    private static String header(ConsumerRecord<String, byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), UTF_8);
    }
}
