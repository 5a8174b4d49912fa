package dev.slipway.bench.service;

import dev.slipway.bench.measure.Spread;
import dev.slipway.bench.measure.Usage;
import dev.slipway.events.EventEnvelope;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.RawBsonDocument;

/** The trail's ingest with proofs beside one that only inserts, and how long an event waits for its checkpoint. */
public final class IngestSpeed {
    private static final int EACH = 20;
    private static final int PARTITIONS = 3;
    private static final int ROUNDS = 3;
    private static final String NAME = "bench";
    private static final String WARM = "warm";

    private final int events;
    private final int warm;
    private final Rates stored = new Rates();
    private final Rates sequenced = new Rates();
    private final Rates signed = new Rates();
    private final Rates together = new Rates();
    private final Rates oneByOne = new Rates();

    private IngestSpeed(int events) {
        this.events = events;
        this.warm = events / 4;
    }

    public static void run(int events) throws Exception {
        IngestSpeed speed = new IngestSpeed(events);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, RawBsonDocument> documents = speed.measureTrail();
            speed.measurePlain(documents, true, speed.together);
            speed.measurePlain(documents, false, speed.oneByOne);
        }
        speed.print();
        Spread delays = CheckpointDelay.measure();
        System.out.println("Event said → heard of under a signed checkpoint, " + CheckpointDelay.PER_SECOND
                + " events a second, checkpoints every second:");
        System.out.println("  measured  " + delays);
        System.out.println("  goal      p99 ≤ 2 s");
    }

    private List<EventEnvelope> some(String name, int count) {
        return Events.of(name, count / EACH, EACH);
    }

    private Map<String, RawBsonDocument> measureTrail() throws Exception {
        try (Backbone backbone = Backbone.start(PARTITIONS);
                TrailUnderLoad trail = TrailUnderLoad.start(backbone)) {
            backbone.say(some(WARM, warm));
            trail.awaitSigned(warm);
            List<EventEnvelope> said = some(NAME, events);
            Usage before = Usage.ofThisProcess();
            long begun = System.nanoTime();
            backbone.say(said);
            trail.awaitIngested();
            stored.add(events, begun, before);
            trail.awaitSequenced(warm + events);
            sequenced.add(events, begun, before);
            trail.awaitSigned(warm + events);
            signed.add(events, begun, before);
            Map<String, RawBsonDocument> documents = trail.documents();
            trail.verify(
                    IntStream.range(0, events / EACH)
                            .mapToObj(release -> NAME + "-v1.0." + release)
                            .toList(),
                    EACH);
            return documents;
        }
    }

    private void measurePlain(Map<String, RawBsonDocument> documents, boolean all, Rates into) throws Exception {
        try (Backbone backbone = Backbone.start(PARTITIONS);
                PlainConsumer plain = new PlainConsumer(backbone, documents, all)) {
            backbone.say(some(WARM, warm));
            plain.take(warm);
            List<EventEnvelope> said = some(NAME, events);
            Usage before = Usage.ofThisProcess();
            long begun = System.nanoTime();
            backbone.say(said);
            plain.take(events);
            into.add(events, begun, before);
        }
    }

    private void print() throws IOException {
        System.out.println("Events per second into the trail, on " + Backbone.storeName() + ",");
        System.out.println("median (least–most) of " + ROUNDS + " times " + events + " events, " + Usage.ofTheMachine()
                + "; the CPU is that of service, broker and embedded store together:");
        System.out.println("  stored and committed               " + stored);
        System.out.println("  and with a leaf, so proven         " + sequenced);
        System.out.println("  and under a signed checkpoint      " + signed);
        System.out.println("  peer: only inserts, poll by poll   " + together);
        System.out.println("  peer: only inserts, one by one     " + oneByOne);
        System.out.printf(
                Locale.ROOT,
                "  with a leaf : peer poll by poll    %.2f, peer one by one %.2f; goal ≥ 1.0%n",
                sequenced.median() / together.median(),
                sequenced.median() / oneByOne.median());
    }
}
