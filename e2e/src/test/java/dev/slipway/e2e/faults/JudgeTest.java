package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.mongodb.client.model.Filters;
import dev.slipway.auditlog.Content;
import dev.slipway.auditlog.Hash;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.NotificationFailed;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import dev.slipway.events.Topic;
import dev.slipway.events.TrafficShifted;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A judge who finds nothing would let every fault pass: what the parts hold is made wrong, with every service stopped. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // before all tests
class JudgeTest {
    private static final String RELEASE = "shop-v1.1.1";
    private static final String OTHER_IMAGE = "registry.example/shop/web@sha256:" + "0".repeat(64);

    private static final Duration SOON = Duration.ofMinutes(2);

    private Landscape landscape;
    private Shops shops;

    @FunctionalInterface
    interface Wrong {
        /** Answers how it is mended. */
        Runnable make(Wrongs of) throws Exception;
    }

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        landscape = Landscape.start(folder);
        shops = Shops.open(landscape, List.of("shop"));
        shops.follow(shops.request("shop", ImageBehaviour.healthy("v1.1.1")), Shops::hasEnded);
        Quiet.await(landscape, shops);
        for (Service service : Service.values()) {
            landscape.process(service).kill();
        }
        assertThat(new Judge(landscape, shops).verdict()).isEmpty();
    }

    @AfterAll
    void stop() throws Exception {
        if (shops != null) {
            shops.close();
        }
        if (landscape != null) {
            landscape.close();
        }
    }

    /** What is on the topics cannot be taken back, so that comes last, and first of it what anything there would show. */
    static Stream<Arguments> wrongs() {
        return Stream.of(inTheTrail(), inTheServices(), inTheCluster(), onTheTopics())
                .flatMap(some -> some);
    }

    private static Stream<Arguments> inTheTrail() {
        return Stream.of(
                wrong(
                        "a record is gone",
                        of -> of.without("records", Filters.eq("type", "CanaryHealthy")),
                        "L: CanaryHealthy of shop-v1.1.1 is not in the trail"),
                wrong("the last batch is gone", of -> of.newestGone("batches"), "D: .* has no leaf"),
                wrong("the newest checkpoint is of less", of -> of.newestGone("checkpoints"), "T: signed is"),
                wrong("two records are exchanged", of -> of.exchanged(1, 2), "C: record 1 of shop-v1.1.1"),
                wrong(
                        "other words are kept than were said",
                        of -> of.recorded("ReleaseCompleted", "content", new Binary(new byte[] {'{', '}'})),
                        "S: .* is in the trail with other words",
                        "T: the content of .* commits to",
                        "T: the content of .* is no event"),
                wrong(
                        "a salt is another one",
                        of -> of.recorded("ReleaseCompleted", "salt", new Binary(new byte[Content.SALT_LENGTH])),
                        "T: the content of .* commits to"),
                wrong(
                        "a record is of nothing that was said",
                        of -> of.invented("invented"),
                        "S: invented is in the trail, and was never said"));
    }

    private static Stream<Arguments> inTheServices() {
        return Stream.of(
                wrong(
                        "something decided was never said",
                        of -> of.changed("outbox", List.of("{}")),
                        "L: gate-service shop-v1.1.1 has not said all"),
                wrong(
                        "something that came early waits for ever",
                        of -> of.changed("early", List.of("{}")),
                        "R: gate-service shop-v1.1.1 keeps what came early"),
                wrong(
                        "a timer never fired",
                        of -> of.changed("dueAt", new Date(0)),
                        "M: gate-service shop-v1.1.1 still waits"),
                wrong(
                        "an environment is still held",
                        of -> of.known("\"fence\":", "\"holder\":\"shop-v1.1.1\",\"fence\":"),
                        "R: shop-production is held by shop-v1.1.1"),
                wrong(
                        "deploy-service knows of another image",
                        of -> of.known("@sha256:", "@sha256:0"),
                        "S: shop-production runs .* deploy-service says"));
    }

    private static Stream<Arguments> inTheCluster() {
        return Stream.of(
                wrong(
                        "the cluster runs another version",
                        of -> of.version("production", "v9"),
                        "S: shop-production runs v9 .* the trail says"),
                wrong(
                        "the cluster runs another image under the same version",
                        of -> of.image("production", OTHER_IMAGE),
                        "S: shop-production runs v1.1.1 " + OTHER_IMAGE + ", the trail says",
                        "P: " + OTHER_IMAGE + " came to shop-production",
                        "E: v1.1.1web was rolled out 2 times in shop-production"),
                wrong(
                        "a deployment is missing",
                        of -> of.noDeployment("staging"),
                        "S: the deployments of shop-staging are \\[\\]",
                        "S: shop-staging runs nothing"),
                wrong(
                        "there is a second deployment",
                        of -> of.anotherDeployment("staging", "web-canary"),
                        "S: the deployments of shop-staging are \\[web, web-canary\\]"),
                wrong(
                        "a canary gets traffic",
                        of -> of.traffic("production", "web-canary", 50),
                        "B: web-canary still gets traffic in shop-production"));
    }

    private static Stream<Arguments> onTheTopics() {
        return Stream.of(
                wrong(
                        "nobody has heard what was said",
                        of -> of.said(of.heard(Topic.GATE_PASSED).event()),
                        "R: deploy-service has not taken 1 messages",
                        "L: GatePassed of shop-v1.1.1 is not in the trail"),
                wrong(
                        "a dead letter is in nobody's trail",
                        of -> of.sent(
                                new ProducerRecord<>(Topic.GATE_PASSED.deadLetterName(), RELEASE, new byte[] {'{'})),
                        "L: the dead letter GatePassed.dlt/0/0 is not in the trail"),
                wrong(
                        "a version is deployed that no gate has let in",
                        of -> of.said(new DeploymentStarted("production", Scope.FULL, List.of(), List.of())),
                        "P: shop-v1.1.1 is deployed to production without its GatePassed"),
                wrong(
                        "a version gets all traffic before its canary was healthy",
                        of -> of.said(
                                "production",
                                1,
                                null,
                                Instant.now(),
                                new DeploymentSucceeded("production", Scope.FULL, List.of(), Duration.ZERO, 1L)),
                        "P: shop-v1.1.1 gets all of production without CanaryHealthy"),
                wrong(
                        "a hold is cut short",
                        of -> of.said(
                                "production",
                                of.clock(),
                                null,
                                of.heard(Topic.TRAFFIC_SHIFTED)
                                        .time()
                                        .plus(Shops.HOLD)
                                        .minusMillis(1),
                                of.heard(Topic.CANARY_HEALTHY).event()),
                        "M: the hold of shop-v1.1.1"),
                wrong(
                        "a soak is cut short",
                        of -> of.said(
                                "staging",
                                of.clock(),
                                null,
                                of.heard(Topic.DEPLOYMENT_SUCCEEDED)
                                        .time()
                                        .plus(Shops.SOAK)
                                        .minusMillis(1),
                                new GatePassed(GatePhase.VERIFICATION, "staging", List.of(), List.of(), "")),
                        "M: the soak of shop-v1.1.1"),
                wrong(
                        "something stands before its cause",
                        of -> {
                            EventEnvelope cause = of.heard(Topic.RELEASE_COMPLETED);
                            return of.said(
                                    "production",
                                    cause.clock(),
                                    cause.id(),
                                    Instant.now(),
                                    of.heard(Topic.EVIDENCE_RECORDED).event());
                        },
                        "C: EvidenceRecorded stands before its cause ReleaseCompleted"),
                wrong(
                        "one event has two contents",
                        of -> {
                            EventEnvelope first = of.heard(Topic.APPROVAL_REQUESTED);
                            return of.said(first.id(), "production", first.clock(), null, Instant.now(), first.event());
                        },
                        "D: ApprovalRequested .* was said with two contents"),
                wrong(
                        "one event has two names",
                        of -> {
                            long clock = of.clock();
                            Event event = of.heard(Topic.EVIDENCE_RECORDED).event();
                            of.said("production", clock, null, Instant.now(), event);
                            return of.said("production", clock, null, Instant.now(), event);
                        },
                        "D: EvidenceRecorded of shop-v1.1.1 was said under two names"),
                wrong(
                        "a canary gets traffic after its release was taken back",
                        of -> {
                            of.said(new RollbackCompleted("production", List.of(), Duration.ZERO, 1L));
                            return of.said(new TrafficShifted("production", 0, 50, List.of()));
                        },
                        "B: shop-v1.1.1 gets traffic after it was taken back"),
                wrong(
                        "a release is complete that is taken back",
                        of -> of.said(new RollbackTriggered(
                                "production", RollbackTriggered.Cause.PERSON, "", null, null, Instant.now())),
                        "B: shop-v1.1.1 was taken back and completed"),
                wrong(
                        "a checkpoint was told that is not of this log",
                        of -> of.said(new Checkpoints("slipway/trail", 1, Hash.EMPTY_TREE.base64(), "")),
                        "A: .*checkpoint"),
                wrong(
                        "the team is told twice",
                        of -> of.said(of.heard(Topic.NOTIFICATION_SENT).event()),
                        "E: the team was told twice"),
                wrong(
                        "the team is not told",
                        of -> of.said(of.heard(Topic.RELEASE_REQUESTED).event()),
                        "L: the team was not told of ReleaseRequested"),
                wrong(
                        "nobody can be told",
                        of -> of.said(new NotificationFailed(new EventId("it"), "webhook:team", "", 1)),
                        "L: nobody was told of it"),
                wrong(
                        "a release completes twice",
                        of -> of.said(of.heard(Topic.RELEASE_COMPLETED).event()),
                        "E: ReleaseCompleted of shop-v1.1.1"),
                wrong(
                        "a release never ends",
                        of -> of.forgotten(Topic.RELEASE_COMPLETED),
                        "R: shop-v1.1.1 never ends"));
    }

    private static Arguments wrong(String name, Wrong wrong, String... verdicts) {
        return argumentSet(
                name, name, wrong, Arrays.stream(verdicts).map(Pattern::compile).toList());
    }

    /** Each of the verdicts is of this wrong: it is not there before. */
    @ParameterizedTest
    @MethodSource("wrongs")
    void isSeen(String name, Wrong wrong, List<Pattern> verdicts) throws Exception {
        assertThat(new Judge(landscape, shops).verdict())
                .as("before: " + name)
                .noneMatch(broken -> verdicts.stream()
                        .anyMatch(verdict -> verdict.matcher(broken).lookingAt()));
        Runnable mend = wrong.make(new Wrongs(landscape, RELEASE));
        try {
            Awaitility.await(name)
                    .atMost(SOON)
                    .untilAsserted(
                            () -> { // the cluster does what it is told in its own time
                                List<String> all = new Judge(landscape, shops).verdict();
                                assertThat(verdicts)
                                        .allSatisfy(verdict -> assertThat(all)
                                                .anyMatch(broken ->
                                                        verdict.matcher(broken).lookingAt()));
                            });
        } finally {
            mend.run();
        }
    }
}
