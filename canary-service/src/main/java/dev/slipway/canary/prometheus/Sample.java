package dev.slipway.canary.prometheus;

import java.util.Map;

/** One line of Prometheus text: a series and its value. */
record Sample(String name, Map<String, String> labels, double value) {
    Sample {
        labels = Map.copyOf(labels);
    }

    String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
