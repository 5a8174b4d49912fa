package dev.slipway.canary.application;

import dev.slipway.canary.application.MetricSource.PodCounts;
import dev.slipway.canary.application.MetricSource.Workload;
import dev.slipway.canary.domain.Counts;
import dev.slipway.canary.domain.Place;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The counts of all that is measured at a place, at one time; a workload that could not be read is not in it. */
record Snapshot(Place place, Instant at, Map<Workload, PodCounts> workloads) {
    Snapshot {
        workloads = Map.copyOf(workloads);
    }

    /**
     * The requests of all of a workload's pods since then, pod by pod, so that one that starts anew does not hide what the
     * others count. A pod that was not there then counts from 0. One that was there and could not be read has nothing to be
     * compared with, and counts from the next time on.
     *
     * @return empty where the workload could not be read at either time
     */
    Optional<Counts> increaseSince(Snapshot earlier, Workload workload) {
        PodCounts now = workloads.get(workload);
        PodCounts then = earlier.workloads.get(workload);
        if (now == null || then == null) {
            return Optional.empty();
        }
        Counts sum = Counts.ZERO;
        for (var pod : now.counts().entrySet()) {
            Counts before = then.counts().get(pod.getKey());
            if (before != null) {
                sum = sum.plus(pod.getValue().since(before));
            } else if (!then.pods().contains(pod.getKey())) {
                sum = sum.plus(pod.getValue());
            }
        }
        return Optional.of(sum);
    }

    /** This, and what was known before of those that did not answer this time: the next interval is longer for them. */
    Snapshot over(Snapshot earlier) {
        Map<Workload, PodCounts> all = new HashMap<>(earlier.workloads);
        workloads.forEach((workload, now) -> all.merge(workload, now, (then, _) -> over(then, now)));
        return new Snapshot(place, at, all);
    }

    private static PodCounts over(PodCounts then, PodCounts now) {
        Map<String, Counts> counts = new HashMap<>(then.counts());
        counts.keySet().retainAll(now.pods());
        counts.putAll(now.counts());
        return new PodCounts(now.pods(), counts);
    }
}
