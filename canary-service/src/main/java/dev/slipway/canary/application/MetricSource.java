package dev.slipway.canary.application;

import dev.slipway.canary.domain.Counts;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the numbers come from. */
public interface MetricSource {
    /** The present counts of a workload's pods. Takes a few seconds at most. Throws {@link Unreadable}. */
    PodCounts read(Workload workload);

    /**
     * @param deployment the Deployment's name
     * @param port where its pods serve their metrics
     */
    record Workload(String namespace, String deployment, int port, String path) {}

    /**
     * @param pods the unique ids of all its pods, ready or not
     * @param counts those of its ready pods that answered; empty where no pod is ready
     */
    record PodCounts(Set<String> pods, Map<String, Counts> counts) {
        public PodCounts {
            pods = Set.copyOf(pods);
            counts = Map.copyOf(counts);
        }
    }

    /** The source did not answer, or none of the ready pods did. */
    final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
