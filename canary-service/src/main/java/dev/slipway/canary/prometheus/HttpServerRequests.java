package dev.slipway.canary.prometheus;

import dev.slipway.canary.domain.Counts;
import java.util.TreeMap;

/**
 * The requests that a pod has served, from the metric {@code http_server_requests_seconds} as Micrometer writes it. Those
 * of the management endpoints are left out: our own questions and the kubelet's are no traffic.
 */
final class HttpServerRequests {
    private static final String METRIC = "http_server_requests_seconds";
    private static final String MANAGEMENT = "/actuator";

    private HttpServerRequests() {}

    /** @param metricsPath where the text itself was read, which is no traffic either */
    static Counts read(String text, String metricsPath) {
        Sum sum = new Sum(metricsPath);
        PrometheusText.read(text, METRIC, sum::add);
        return new Counts(sum.requests, sum.errors, sum.buckets);
    }

    private static final class Sum {
        private final String metricsPath;
        private final TreeMap<Double, Double> buckets = new TreeMap<>();
        private double requests;
        private double errors;

        Sum(String metricsPath) {
            this.metricsPath = metricsPath;
        }

        void add(Sample sample) {
            if (!(sample.value() >= 0) || isNoTraffic(sample.label("uri"))) {
                return;
            }
            switch (sample.name()) {
                case METRIC + "_count" -> {
                    requests += sample.value();
                    if (sample.label("status").startsWith("5")) {
                        errors += sample.value();
                    }
                }
                case METRIC + "_bucket" ->
                    buckets.merge(PrometheusText.number(sample.label("le")), sample.value(), Double::sum);
                default -> {} // the sum, the maximum, quantiles made by the pod itself
            }
        }

        private boolean isNoTraffic(String uri) {
            return uri.equals(metricsPath) || uri.equals(MANAGEMENT) || uri.startsWith(MANAGEMENT + "/");
        }
    }
}
