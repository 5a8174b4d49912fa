package dev.slipway.simulation;

import dev.slipway.notify.domain.Delivery;
import dev.slipway.service.aggregate.Aggregates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What was told outside, and how often it may have been told again, because who told it could not keep that it did. */
final class Tellings {
    private static final String TELLER = "notify-service";

    private final Map<String, Integer> told = new HashMap<>();
    private final List<Duration> took = new ArrayList<>();
    private int hits;

    /** @param took from when the lease was claimed */
    void told(Delivery delivery, Duration took) {
        told.merge(delivery.about() + " to " + delivery.channel(), 1, Integer::sum);
        this.took.add(took);
    }

    /** A fault hit a call: nobody knows whether it was told, or that it was cannot be kept, or the lease has run out. */
    void hit(Step step) {
        boolean tells = step.call().party() == Party.CHANNEL || step.call().party() == Party.STORE;
        if (step.service().equals(TELLER) && tells) {
            hits++;
        }
    }

    /** A party was away. Nothing is told then; but what had just been told is not kept. */
    void away(Step step) {
        if (step.service().equals(TELLER) && step.call() == Call.SAVE) {
            hits++;
        }
    }

    /** @param apart by how much the clocks of who tells are, so much of a lease the other does not see */
    void judge(Duration apart, Consumer<String> broken) {
        Duration lease = Aggregates.LEASE.minus(apart);
        long late = took.stream().filter(time -> time.compareTo(lease) >= 0).count();
        List<String> again = new ArrayList<>();
        told.forEach((what, times) -> again.addAll(Collections.nCopies(times - 1, what)));
        if (again.size() > hits + late) {
            broken.accept("E: told again " + again.size() + " times, after " + hits + " faults and " + late
                    + " that outlasted their leases: " + again);
        }
    }
}
