package dev.slipway.simulation;

import java.util.Comparator;

/** A call that a service makes. */
record Step(String service, Call call) implements Comparable<Step> {
    private static final Comparator<Step> ORDER =
            Comparator.comparing(Step::service).thenComparing(Step::call);

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }
}
