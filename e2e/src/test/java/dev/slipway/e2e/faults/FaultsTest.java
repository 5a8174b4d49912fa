package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.e2e.faults.TcpProxy.Weather;
import dev.slipway.events.Topic;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault after the other while a good and a bad release are on their way; afterwards nobody can tell. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // before all tests
class FaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SLOW = Duration.ofMillis(50);

    private Landscape landscape;
    private Shops shops;
    private Admin admin;
    private int patch;
    private String good;
    private String bad;

    /** Begins, lasts until it has done what it does, and ends. */
    @FunctionalInterface
    interface Fault {
        void happen(FaultsTest at) throws Exception;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        landscape = Landscape.start(folder);
        shops = Shops.open(landscape, List.of("shop-a", "shop-b"));
        admin = Admin.create(Map.of("bootstrap.servers", landscape.bootstrap()));
    }

    @AfterAll
    void stop() throws Exception {
        if (shops != null) {
            shops.close();
        }
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        if (landscape != null) {
            landscape.close();
        }
    }

    static Stream<Arguments.ArgumentSet> faults() {
        return Stream.of(
                        Stream.of(
                                fault("nothing", _ -> {}),
                                fault("every message ten times", at -> at.duplicate(10)),
                                fault("what cannot be read, on every topic", FaultsTest::poison),
                                fault("what is as large as the broker takes it", FaultsTest::oversized),
                                fault("broker: kill -9", at -> {
                                    at.landscape.broker().kill();
                                    at.awaitUnwell(Service.GATE);
                                    at.landscape.startBroker();
                                }),
                                fault("broker: clean restart", at -> {
                                    at.landscape.broker().stop();
                                    at.landscape.startBroker();
                                }),
                                fault("store: kill -9", at -> {
                                    at.landscape.store().kill();
                                    at.awaitUnwell(Service.DEPLOY);
                                    at.landscape.startStore();
                                }),
                                fault("store: clean restart", at -> {
                                    at.landscape.store().stop();
                                    at.landscape.startStore();
                                })),
                        Arrays.stream(Service.values()).flatMap(FaultsTest::faultsOf))
                .flatMap(faults -> faults)
                .filter(fault -> WANTED.matcher(fault.getName()).find());
    }

    private static Stream<Arguments.ArgumentSet> faultsOf(Service service) {
        List<Arguments.ArgumentSet> faults = new ArrayList<>(List.of(
                fault(service + ": kill -9", at -> {
                    at.landscape.process(service).kill();
                    at.landscape.start(service);
                }),
                fault(service + ": SIGSTOP until its group has lost it", at -> at.pause(service)),
                fault(service + ": cut off from Kafka", at -> at.bad(service, at.landscape.brokerOf(service), CUT)),
                fault(service + ": cut off from the store", at -> at.bad(service, at.landscape.storeOf(service), CUT)),
                fault(service + ": Kafka hangs", at -> at.bad(service, at.landscape.brokerOf(service), HANGING)),
                fault(service + ": the store hangs", at -> at.bad(service, at.landscape.storeOf(service), HANGING)),
                fault(
                        service + ": Kafka's replies are lost",
                        at -> at.bad(service, at.landscape.brokerOf(service), LOSING_REPLIES)),
                fault(
                        service + ": the store's replies are lost",
                        at -> at.bad(service, at.landscape.storeOf(service), LOSING_REPLIES))));
        if (service.talksToKubernetes()) {
            faults.addAll(List.of(
                    fault(service + ": cut off from Kubernetes", at -> at.badCluster(service, CUT)),
                    fault(service + ": Kubernetes hangs", at -> at.badCluster(service, HANGING)),
                    fault(service + ": Kubernetes is slow", at -> at.slowCluster(service)),
                    fault(service + ": Kubernetes' replies are lost", at -> at.badCluster(service, LOSING_REPLIES))));
        }
        return faults.stream();
    }

    private static final Weather CUT = new Weather.Cut();
    private static final Weather HANGING = new Weather.Hanging();
    private static final Weather LOSING_REPLIES = new Weather.LosingReplies();

    /** To see one again: {@code -Dfault='store.*lost'}. */
    private static final Pattern WANTED = Pattern.compile(System.getProperty("fault", ""));

    private static Arguments.ArgumentSet fault(String name, Fault fault) {
        return argumentSet(name, name, fault);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nobodyCanTell(String name, Fault fault) throws Exception {
        Instant begin = Instant.now();
        String version = "v1.1." + ++patch;
        good = shops.request("shop-a", ImageBehaviour.healthy(version));
        bad = shops.request("shop-b", ImageBehaviour.healthy(version).withErrorRate(0.6));
        shops.follow(good, view -> Shops.isAt(view, "production", "canary"));

        fault.happen(this);

        assertThat(shops.follow(good, Shops::hasEnded).path("status").asString())
                .isEqualTo("completed");
        assertThat(shops.follow(bad, Shops::hasEnded).path("status").asString()).isEqualTo("stopped");
        Quiet.await(landscape, shops, admin);
        assertThat(new Judge(landscape, shops).verdict()).as(name).isEmpty();
        System.out.printf(
                "%-60s nobody can tell after %d s%n",
                name, Duration.between(begin, Instant.now()).toSeconds());
    }

    private void awaitUnwell(Service service) {
        Awaitility.await(service + " says that it is not well")
                .atMost(PATIENCE)
                .until(() -> landscape.health(service).contains("DOWN"));
    }

    private void bad(Service service, TcpProxy network, Weather weather) {
        network.become(weather);
        awaitUnwell(service);
        network.become(new Weather.Fair());
    }

    /** Not all services' health tells of the cluster: the fault lasts until the service has run into it more than once. */
    private void badCluster(Service service, Weather weather) {
        TcpProxy network = landscape.clusterOf(service);
        long met = network.tries() + network.chunks();
        network.become(weather);
        Awaitility.await(service + " has asked the cluster")
                .atMost(PATIENCE)
                .until(() -> network.tries() + network.chunks() >= met + 3);
        network.become(new Weather.Fair());
    }

    private void slowCluster(Service service) {
        landscape.clusterOf(service).become(new Weather.Slow(SLOW));
        shops.follow(good, Shops::hasEnded);
        landscape.clusterOf(service).become(new Weather.Fair());
    }

    private void pause(Service service) throws Exception {
        landscape.process(service).pause();
        Awaitility.await(service + " is no member of its group any more")
                .atMost(PATIENCE)
                .until(() -> admin.describeConsumerGroups(List.of(service.toString())).all().get().values().stream()
                        .allMatch(group -> group.members().isEmpty()));
        landscape.process(service).resume();
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", landscape.bootstrap(), "max.request.size", 2 << 20),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** All that was said of releases, word by word, to the other partitions as well. */
    private void duplicate(int times) {
        Said said = Said.in(landscape.bootstrap());
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

    private void poison() throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (Topic topic : Topic.all()) {
                producer.send(new ProducerRecord<>(
                                topic.topicName(),
                                "shop-a-v1.1." + patch,
                                "{\"half\": ".getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
    }

    /** To the last byte that the broker's default leaves, so that not a header more would fit. */
    private void oversized() throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(
                            Topic.GATE_PASSED.topicName(), "shop-a-v1.1." + patch, new byte[1_048_588 - 100]))
                    .get();
        }
    }
}
