package dev.slipway.bench.service;

import dev.slipway.bench.measure.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Events per second through the whole shell of a service: load → decide → save → publish → mark → commit, one event said
 * for each that is heard, ten of each release. Two instances are two Spring contexts with clients of their own.
 */
public final class ShellSpeed {
    private static final int EACH = 10;
    private static final int ROUNDS = 3;

    private final int events;
    private final Rates byHand = new Rates();
    private final Map<Setup, Rates> rates = new LinkedHashMap<>();
    private final Map<String, Long> commands = new HashMap<>();
    private long saidAgain;

    /** @param consumers in each instance */
    private record Setup(int instances, int partitions, int consumers, boolean atOnce) {}

    /** On a store that lets several writers of one version win there may be one instance only: two lose events on it. */
    private static final boolean ONE_INSTANCE =
            Boolean.parseBoolean(System.getenv().getOrDefault("SLIPWAY_MONGODB_ONEINSTANCE", "false"));

    private static final List<Setup> SETUPS = Stream.of(
                    new Setup(1, 1, 1, false),
                    new Setup(1, 3, 1, false),
                    new Setup(1, 3, 3, false),
                    new Setup(1, 6, 6, false),
                    new Setup(2, 1, 1, false),
                    new Setup(2, 3, 3, false),
                    new Setup(2, 6, 3, false),
                    new Setup(1, 1, 1, true),
                    new Setup(1, 6, 6, true))
            .filter(setup -> setup.instances() == 1 || !ONE_INSTANCE)
            .toList();

    private ShellSpeed(int events) {
        this.events = events;
        SETUPS.forEach(setup -> rates.put(setup, new Rates()));
    }

    public static void run(int events) throws Exception {
        ShellSpeed speed = new ShellSpeed(events);
        speed.measure(SETUPS.getFirst(), new Rates()); // the JVM's own warm-up
        for (int round = 0; round < ROUNDS; round++) { // by turns, so that other work on the machine meets all of them
            speed.measureByHand();
            for (Map.Entry<Setup, Rates> each : speed.rates.entrySet()) {
                speed.measure(each.getKey(), each.getValue());
            }
        }
        speed.print();
    }

    private void measureByHand() throws Exception {
        try (Backbone backbone = Backbone.start(1);
                ByHand peer = new ByHand(backbone)) {
            backbone.say(Events.of("warm", events / 4 / EACH, EACH));
            peer.take(events / 4 / EACH * EACH);
            Usage before = Usage.ofThisProcess();
            long begun = System.nanoTime();
            backbone.say(Events.of("bench", events / EACH, EACH));
            peer.take(events);
            byHand.add(events, begun, before);
        }
    }

    private void measure(Setup setup, Rates into) throws Exception {
        RoundTrips trips = new RoundTrips();
        List<ConfigurableApplicationContext> instances = new ArrayList<>();
        try (Backbone backbone = Backbone.start(setup.partitions())) {
            try {
                for (int i = 0; i < setup.instances(); i++) {
                    instances.add(TallyService.start(backbone, setup.consumers(), setup.atOnce(), trips));
                }
                int warm = events / 4 / EACH;
                backbone.say(Events.of("warm", warm, EACH));
                TallyService.awaitCommitted(backbone);
                trips.forget();
                Usage before = Usage.ofThisProcess();
                long begun = System.nanoTime();
                backbone.say(Events.of("bench", events / EACH, EACH));
                TallyService.awaitCommitted(backbone);
                into.add(events, begun, before);
                trips.counted().forEach((command, count) -> commands.merge(command, count, Long::sum));
                check(backbone, (long) EACH * (warm + events / EACH));
            } finally {
                instances.forEach(ConfigurableApplicationContext::close);
            }
        }
    }

    /**
     * A second way: what the topic and the store hold. A fast shell that loses or forks is none. What was said again, with
     * the same id, because the sweep met it between save and mark, is counted.
     */
    private void check(Backbone backbone, long heard) throws InterruptedException {
        long said = backbone.said(TallyService.SAYS);
        long saved = StreamSupport.stream(
                        backbone.database()
                                .getCollection(TallyService.COLLECTION)
                                .find()
                                .spliterator(),
                        false)
                .mapToLong((Document tally) -> tally.getLong("version"))
                .sum();
        if (said < heard || saved != heard) {
            throw new IllegalStateException(
                    heard + " events were heard, but " + said + " were said and " + saved + " saved");
        }
        saidAgain += said - heard;
    }

    private void print() throws IOException {
        System.out.println("Events per second through one service's shell, on " + Backbone.storeName() + ",");
        System.out.println("median (least–most) of " + ROUNDS + " times " + events + " events, " + Usage.ofTheMachine()
                + "; the CPU is that of service, broker and embedded store together:");
        System.out.println("  instances, partitions, consumers in each");
        rates.forEach((setup, measured) -> System.out.printf(
                "  %d, %d, %d, %-38s %s%n",
                setup.instances(),
                setup.partitions(),
                setup.consumers(),
                setup.atOnce() ? "a poll's releases at once" : "one after another",
                measured));
        System.out.printf("  %-47s %s%n", "peer: the same asked of both by hand, 1 thread", byHand);
        System.out.println("Round trips to the store per event: "
                + RoundTrips.perEvent(commands, events * (SETUPS.size() * ROUNDS + 1)));
        System.out.println("  the least there can be: a read, a conditional write, a mark that it was published");
        System.out.println("Said again, with the same id, because a sweep met it on its way: " + saidAgain);
    }
}
