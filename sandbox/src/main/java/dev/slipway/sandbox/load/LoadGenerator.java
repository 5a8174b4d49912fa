package dev.slipway.sandbox.load;

import dev.slipway.sandbox.load.LoadSnapshot.Count;
import dev.slipway.sandbox.load.LoadSnapshot.Served;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Users who ask in turns, at a steady rate, until they are stopped. Whatever is no success is a failure to them. */
public final class LoadGenerator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String NO_VERSION = "none";

    private final List<URI> urls;
    private final long pauseNanos;
    private final Latencies latencies = new Latencies();
    private final Map<Served, Counter> counters = new ConcurrentHashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> users = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private record Counter(LongAdder requests, LongAdder failures) {}

    /**
     * Starts to ask.
     *
     * @param urls what each user asks for, one after the other
     * @param users how many ask at the same time, at least 1
     * @param requestsPerSecond of all users together, above 0; less if answers take too long for so few users
     */
    public static LoadGenerator start(List<URI> urls, int users, double requestsPerSecond) {
        if (urls.isEmpty() || users < 1 || !(requestsPerSecond > 0)) {
            throw new IllegalArgumentException("load needs a URL, a user and a rate above 0, but has %s, %d and %s"
                    .formatted(urls, users, requestsPerSecond));
        }
        LoadGenerator load = new LoadGenerator(urls, (long) (users / requestsPerSecond * 1e9));
        for (int i = 0; i < users; i++) {
            int user = i;
            long first = load.pauseNanos * i / users;
            load.users.add(Thread.ofVirtual().name("user " + i).start(() -> load.ask(user, first)));
        }
        return load;
    }

    private LoadGenerator(List<URI> urls, long pauseNanos) {
        this.urls = List.copyOf(urls);
        this.pauseNanos = pauseNanos;
    }

    private void ask(int user, long delayNanos) {
        long due = System.nanoTime() + delayNanos;
        int turn = user;
        try {
            while (!stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                ask(urls.get(turn++ % urls.size()));
                due = Math.max(due + pauseNanos, System.nanoTime());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(URI url) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
        long start = System.nanoTime();
        try {
            HttpResponse<Void> response = http.send(request, HttpResponse.BodyHandlers.discarding());
            String version = response.headers().firstValue("X-Version").orElse(NO_VERSION);
            count(url, version, response.statusCode() >= 400, start);
        } catch (IOException _) {
            count(url, NO_VERSION, true, start);
        }
    }

    private void count(URI url, String version, boolean failed, long start) {
        latencies.record(System.nanoTime() - start);
        Counter counter = counters.computeIfAbsent(
                new Served(url.toString(), version), _ -> new Counter(new LongAdder(), new LongAdder()));
        counter.requests.increment();
        if (failed) {
            counter.failures.increment();
        }
    }

    public LoadSnapshot snapshot() {
        Map<Served, Count> versions = new HashMap<>();
        counters.forEach(
                (served, counter) -> versions.put(served, new Count(counter.requests.sum(), counter.failures.sum())));
        return new LoadSnapshot(
                versions.values().stream().mapToLong(Count::requests).sum(),
                versions.values().stream().mapToLong(Count::failures).sum(),
                latencies.percentile(0.50),
                latencies.percentile(0.95),
                latencies.percentile(0.99),
                latencies.max(),
                versions);
    }

    /** Lets every user finish the request that is under way, and nobody ask again. */
    public LoadSnapshot stop() {
        stop.countDown();
        try {
            for (Thread user : users) {
                user.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return snapshot();
    }

    @Override
    public void close() {
        stop();
        http.close();
    }
}
