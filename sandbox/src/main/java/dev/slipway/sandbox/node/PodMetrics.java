package dev.slipway.sandbox.node;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** The requests that a pod has served, in the Prometheus text that a Spring service with Micrometer writes. */
final class PodMetrics {
    private static final double[] BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 10
    };

    private final String version;
    private final long startedNanos = System.nanoTime();
    private final Map<Series, Histogram> requests = new ConcurrentSkipListMap<>();

    private record Series(String method, int status) implements Comparable<Series> {
        @Override
        public int compareTo(Series other) {
            int byMethod = method.compareTo(other.method);
            return byMethod == 0 ? Integer.compare(status, other.status) : byMethod;
        }

        String labels() {
            String outcome = status < 400 ? "SUCCESS" : status < 500 ? "CLIENT_ERROR" : "SERVER_ERROR";
            return "error=\"none\",exception=\"none\",method=\"%s\",outcome=\"%s\",status=\"%d\",uri=\"/\""
                    .formatted(method, outcome, status);
        }
    }

    private static final class Histogram {
        private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
        private final LongAdder nanos = new LongAdder();

        Histogram() {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }
    }

    PodMetrics(String version) {
        this.version = version;
        // Both outcomes are there from the start, so that a rate of errors is 0 and not unknown.
        requests.put(new Series("GET", 200), new Histogram());
        requests.put(new Series("GET", 500), new Histogram());
    }

    void record(String method, int status, Duration took) {
        Histogram histogram = requests.computeIfAbsent(new Series(method, status), _ -> new Histogram());
        double seconds = took.toNanos() / 1e9;
        int bucket = 0;
        while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
            bucket++;
        }
        histogram.nanos.add(took.toNanos());
        histogram.buckets[bucket].increment();
    }

    String text() {
        StringBuilder text = new StringBuilder(4096);
        text.append("# HELP application_info What runs here\n# TYPE application_info gauge\n")
                .append("application_info{version=\"")
                .append(version)
                .append("\"} 1.0\n")
                .append(
                        "# HELP process_uptime_seconds The uptime of the process\n# TYPE process_uptime_seconds gauge\n")
                .append("process_uptime_seconds ")
                .append((System.nanoTime() - startedNanos) / 1e9)
                .append('\n')
                .append("# HELP up Whether it serves\n# TYPE up gauge\nup 1.0\n")
                .append("# HELP http_server_requests_seconds \n# TYPE http_server_requests_seconds histogram\n");
        requests.forEach((series, histogram) -> append(text, series.labels(), histogram));
        return text.toString();
    }

    private static void append(StringBuilder text, String labels, Histogram histogram) {
        long seen = 0;
        for (int i = 0; i < histogram.buckets.length; i++) {
            seen += histogram.buckets[i].sum();
            String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
            text.append("http_server_requests_seconds_bucket{")
                    .append(labels)
                    .append(",le=\"")
                    .append(bound)
                    .append("\"} ")
                    .append(seen)
                    .append('\n');
        }
        text.append("http_server_requests_seconds_count{")
                .append(labels)
                .append("} ")
                .append(seen)
                .append('\n');
        text.append("http_server_requests_seconds_sum{")
                .append(labels)
                .append("} ")
                .append(histogram.nanos.sum() / 1e9)
                .append('\n');
    }
}
