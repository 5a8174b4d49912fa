package dev.slipway.service.config;

import com.mongodb.client.MongoDatabase;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Backlog;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.DueTimes;
import dev.slipway.service.messaging.DeadLetter;
import dev.slipway.service.messaging.DeadLetterConsumer;
import dev.slipway.service.messaging.DeadLetters;
import dev.slipway.service.messaging.EventConsumer;
import dev.slipway.service.messaging.EventListener;
import dev.slipway.service.messaging.KafkaPublisher;
import dev.slipway.service.messaging.RawConsumer;
import dev.slipway.service.messaging.RawListener;
import dev.slipway.service.messaging.TopicConsumer;
import dev.slipway.service.messaging.Topics;
import dev.slipway.service.mongo.ConditionalWrites;
import dev.slipway.service.mongo.MongoAggregateStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * On Kafka and MongoDB. It starts aggregates and listening once the broker and the store are there, however long that
 * takes, and stops them before anything that they use.
 */
public final class KafkaShell implements Shell, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(KafkaShell.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final SlipwayProperties properties;
    private final MongoDatabase database;
    private final Admin admin;
    private final EventCodec codec;
    private final KafkaPublisher publisher;
    private final ConsumerFactory<String, byte[]> consumers;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;
    private final Clock clock;
    private final String owner;
    private final List<Runnable> preparations = new CopyOnWriteArrayList<>();
    private final List<Runnable> starts = new CopyOnWriteArrayList<>();
    private final List<TopicConsumer> consumersOfThisProcess = new CopyOnWriteArrayList<>();
    private final List<DueTimes> timers = new CopyOnWriteArrayList<>();
    private volatile boolean running;
    private volatile boolean ready;
    private volatile String waitingFor = "not started";

    KafkaShell(
            SlipwayProperties properties,
            MongoDatabase database,
            Admin admin,
            EventCodec codec,
            KafkaPublisher publisher,
            ConsumerFactory<String, byte[]> consumers,
            DeadLetters deadLetters,
            MeterRegistry meters,
            Clock clock) {
        this.properties = properties;
        this.database = database;
        this.admin = admin;
        this.codec = codec;
        this.publisher = publisher;
        this.consumers = consumers;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.clock = clock;
        String instance = properties.kafka().instance();
        // A name that stays lets a process that was killed take its own leases up again at once.
        this.owner = properties.service() + "-"
                + (instance == null ? UUID.randomUUID().toString() : instance);
    }

    @Override
    public <S, G> Aggregates<S, G> aggregates(String collection, Behaviour<S, G> behaviour, String... indexedFields) {
        MongoAggregateStore store = new MongoAggregateStore(database, collection);
        DueTimes dueTimes = new DueTimes(properties.service() + "-" + collection, store, clock);
        timers.add(dueTimes);
        measure(collection, dueTimes.backlog());
        Aggregates<S, G> aggregates =
                new Aggregates<>(properties.service(), owner, behaviour, store, publisher, clock, dueTimes);
        preparations.add(() -> store.createIndexes(List.of(indexedFields)));
        starts.add(() -> dueTimes.start(aggregates::work));
        return aggregates;
    }

    private void measure(String collection, Backlog backlog) {
        Gauge.builder("slipway.timers.overdue", backlog, late -> known(late, late.overdue()))
                .description("timers and outside work that are later than work in hand can be")
                .tag("collection", collection)
                .register(meters);
        Gauge.builder("slipway.timers.late", backlog, late -> known(late, seconds(late.lateness(clock.instant()))))
                .description("how late the latest of them is")
                .baseUnit("seconds")
                .tag("collection", collection)
                .register(meters);
        Gauge.builder("slipway.outbox.age", backlog, late -> known(late, seconds(late.outboxAge(clock.instant()))))
                .description("for how long decided events have not been published")
                .baseUnit("seconds")
                .tag("collection", collection)
                .register(meters);
    }

    /** Nothing late, while the store cannot be asked, is nothing known. */
    private static double known(Backlog backlog, double late) {
        return late == 0 && backlog.isBlind() ? Double.NaN : late;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @Override
    public void before(Runnable preparation) {
        preparations.add(preparation);
    }

    @Override
    public void listen(Collection<Topic> topics, EventListener listener) {
        consume(new EventConsumer(
                consumers,
                codec,
                topics,
                properties.service(),
                properties.kafka().concurrency(),
                listener,
                deadLetters));
    }

    @Override
    public void listenRaw(Topic topic, RawListener listener) {
        String name = codec.topicName(topic);
        consume(new RawConsumer(consumers, name, properties.service() + "-" + name, listener, deadLetters));
    }

    @Override
    public void listenToDeadLetters(Consumer<List<DeadLetter>> listener) {
        consume(new DeadLetterConsumer(consumers, codec, properties.service() + "-dead-letters", listener));
    }

    private void consume(TopicConsumer consumer) {
        consumer.topics().forEach(deadLetters::expect);
        consumersOfThisProcess.add(consumer);
        starts.add(consumer::start);
    }

    @Override
    public void start() {
        running = true;
        if (properties.mongodb().oneInstance()) {
            log.atInfo()
                    .addKeyValue("by", properties.service())
                    .log("slipway.mongodb.one-instance is set: the store's conditional writes are not tried,"
                            + " and no second instance may run");
        }
        Thread.ofVirtual().name(properties.service() + "-start").start(this::startWhenPossible);
    }

    private void startWhenPossible() {
        while (running && !ready) {
            try {
                waitingFor = "the broker at " + properties.kafka().bootstrap();
                Topics.create(admin, codec, properties.kafka().partitions());
                waitingFor = "the store";
                requireConditionalWrites();
                preparations.forEach(Runnable::run);
                while (!starts.isEmpty()) { // where one throws, those before it have begun
                    starts.getFirst().run();
                    starts.removeFirst();
                }
                ready = true;
                log.atInfo().addKeyValue("by", properties.service()).log("listening");
            } catch (RuntimeException | Error e) { // an Error, too, must not end the tries
                log.atWarn().addKeyValue("waitingFor", waitingFor).setCause(e).log("cannot start yet, will try again");
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    /** Not asked of the only instance: inside a process one thread at a time writes an aggregate. */
    private void requireConditionalWrites() {
        if (!properties.mongodb().oneInstance() && !ConditionalWrites.areAtomic(database)) {
            waitingFor = "another store: this one lets several writers of one version win";
            throw new IllegalStateException("the store lets several writers of one version win at a time, so that all"
                    + " but the last are lost: use MongoDB; or, where this process is and stays the only instance of "
                    + properties.service()
                    + ", set slipway.mongodb.one-instance=true (SLIPWAY_MONGODB_ONEINSTANCE)");
        }
    }

    /** All that listen in this process. */
    public List<TopicConsumer> consumers() {
        return List.copyOf(consumersOfThisProcess);
    }

    /** What the start waits for; empty once the service listens. */
    public String waitingFor() {
        return ready ? "" : waitingFor;
    }

    /** Whether every consumer of this process runs. */
    public boolean isListening() {
        return ready && consumersOfThisProcess.stream().allMatch(TopicConsumer::isRunning);
    }

    /** What keeps a consumer from taking what came, such as a full disk; empty where nothing does. */
    public Optional<String> trouble() {
        return consumersOfThisProcess.stream()
                .flatMap(consumer -> consumer.trouble().stream())
                .findFirst();
    }

    @Override
    public void stop() {
        running = false;
        consumersOfThisProcess.forEach(TopicConsumer::close);
        timers.forEach(DueTimes::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
