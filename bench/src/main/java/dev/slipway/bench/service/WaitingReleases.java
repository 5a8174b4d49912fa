package dev.slipway.bench.service;

import dev.slipway.bench.measure.Spread;
import dev.slipway.bench.measure.Usage;
import dev.slipway.events.Actor;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Releases that wait, one half in soak, the other for an approval that expires. They are asked for in blocks, each by a
 * pipeline with another duration, so that all are due within one minute however long it takes to ask for them.
 */
public final class WaitingReleases {
    private static final int PARTITIONS = 3;
    private static final Duration UNTIL_FIRST_IS_DUE = Duration.ofSeconds(330);
    private static final Duration DUE_OVER = Duration.ofMinutes(1);
    private static final int BLOCKS = 100;
    private static final int PEOPLE = 16;
    private static final Duration REST = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofSeconds(1);
    private static final String PIPELINE = """
            apiVersion: slipway.dev/v1
            application: %1$s
            components: {web: {image: registry.example/shop/web}}
            environments: {staging: {namespace: shop-staging}}
            releaseTypes: {patch: }
            gates: {sign-off: {approval: {roles: [RELEASE_APPROVER], count: 1, expires: %2$dms}}}
            stages: [{name: staging, environment: staging, %3$s}]
            """;

    private final Backbone backbone;
    private final GateProcess gate;
    private final Map<String, Instant> due = new HashMap<>();

    private WaitingReleases(Backbone backbone, GateProcess gate) {
        this.backbone = backbone;
        this.gate = gate;
    }

    /** What gate-service on the one hand, and broker and store on the other, took of a processor in a minute. */
    private record Rest(double gate, double backbone, long resident) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "gate-service %.2f %% of one CPU and %d MB resident; broker and store beside it %.2f %%",
                    gate,
                    resident,
                    backbone);
        }
    }

    public static void run(int releases) throws Exception {
        try (Backbone backbone = Backbone.start(PARTITIONS);
                GateProcess gate = GateProcess.start(backbone);
                Ends ends = new Ends(backbone, PARTITIONS)) {
            WaitingReleases waiting = new WaitingReleases(backbone, gate);
            Rest empty = waiting.rest();
            waiting.begin(releases);
            Rest full = waiting.rest();
            Instant first =
                    waiting.due.values().stream().min(Instant::compareTo).orElseThrow();
            if (Instant.now().isAfter(first) || !ends.ends().isEmpty()) {
                throw new IllegalStateException("the first was due at " + first
                        + ", before the minute of rest was over: give fewer, or wait for a quieter hour");
            }
            Patience.await(releases + " ends", () -> ends.ends().size() == releases);
            System.out.println(releases + " releases that wait, on " + Backbone.storeName() + "; over a minute in which"
                    + " nothing happens, " + Usage.ofTheMachine() + ":");
            System.out.println("  none              " + empty);
            System.out.println("  all               " + full);
            System.out.println("  goal              CPU at rest < 2 %");
            print(waiting.due, ends.ends());
        }
    }

    /** Returns when all of them wait. */
    private void begin(int releases) throws Exception {
        Instant firstDue = Instant.now().plus(UNTIL_FIRST_IS_DUE);
        int inBlock = Math.ceilDiv(releases, BLOCKS);
        try (ExecutorService people = Executors.newFixedThreadPool(PEOPLE)) {
            for (int begin = 0; begin < releases; begin += inBlock) {
                Instant blockDue = firstDue.plus(DUE_OVER.multipliedBy(begin).dividedBy(releases));
                Duration wait = Duration.ofMillis(
                        Duration.between(Instant.now(), blockDue).toMillis()); // as the pipeline says it
                gate.apply(PIPELINE.formatted("soaking", wait.toMillis(), "soak: " + wait.toMillis() + "ms"));
                gate.apply(PIPELINE.formatted("signing", wait.toMillis(), "gates: [sign-off]"));
                List<Future<Map.Entry<String, Instant>>> asked = IntStream.range(
                                begin, Math.min(releases, begin + inBlock))
                        .mapToObj(number -> people.submit(() -> ask(number, wait)))
                        .toList();
                for (Future<Map.Entry<String, Instant>> each : asked) {
                    due.put(each.get().getKey(), each.get().getValue());
                }
            }
        }
    }

    /** Answers its id and when it is due, as the service itself says. */
    private Map.Entry<String, Instant> ask(int number, Duration wait) throws Exception {
        String version = "v1.0." + number;
        String commit = String.format(Locale.ROOT, "%08x", number);
        if (number % 2 == 0) {
            JsonNode signing = gate.request("signing", version, commit);
            Instant began = Instant.parse(
                    signing.path("stages").path(0).path("startedAt").asString());
            return Map.entry(signing.path("id").asString(), began.plus(wait));
        }
        String id = gate.request("soaking", version, commit).path("id").asString();
        backbone.say(List.of(deployed("soaking", version, id)));
        Patience.await(id + " soaking", () -> stage(id).has("soakUntil"));
        return Map.entry(id, Instant.parse(stage(id).path("soakUntil").asString()));
    }

    private static EventEnvelope deployed(String application, String version, String id) {
        return new EventEnvelope(
                EventId.derived("deploy-service", id, 1, 0),
                "deploy-service",
                new ReleaseId(id),
                application,
                version,
                "staging",
                10,
                null,
                Actor.service("deploy-service"),
                Instant.now(),
                null,
                new DeploymentSucceeded("staging", Scope.FULL, List.of(), Duration.ZERO, 1L));
    }

    private JsonNode stage(String id) throws IOException, InterruptedException {
        return gate.release(id).path("stages").path(0);
    }

    private Rest rest() throws Exception {
        Thread.sleep(Duration.ofSeconds(10)); // what went before settles: compilers, collectors, the log's writers
        Usage gateBefore = gate.usage();
        Usage before = Usage.ofThisProcess();
        long begun = System.nanoTime();
        Thread.sleep(REST);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Usage gateAfter = gate.usage();
        return new Rest(
                gateAfter.cpu().minus(gateBefore.cpu()).toMillis() / seconds / 10,
                Usage.ofThisProcess().cpu().minus(before.cpu()).toMillis() / seconds / 10,
                gateAfter.residentMegabytes());
    }

    private static void print(Map<String, Instant> due, Map<String, Ends.End> ends) {
        List<Duration> decided = new ArrayList<>();
        List<Duration> heard = new ArrayList<>();
        due.forEach((id, at) -> {
            Ends.End end = Objects.requireNonNull(ends.get(id), id);
            decided.add(Duration.between(at, end.decided()));
            heard.add(Duration.between(at, end.heard()));
        });
        long early = decided.stream().filter(Duration::isNegative).count();
        long late = heard.stream().filter(each -> each.compareTo(LATE) > 0).count();
        System.out.println("Due → its end heard of by another process, " + due.size() + " over a minute:");
        System.out.println("  measured          " + new Spread(heard));
        System.out.println("  of it to decide   " + new Spread(decided));
        System.out.println("  too early " + early + ", late by more than 1 s " + late + "; goal none");
    }
}
