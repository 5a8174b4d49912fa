package dev.slipway.canary.prometheus;

import dev.slipway.canary.application.MetricSource;
import dev.slipway.canary.application.Pods;
import dev.slipway.canary.application.Pods.Pod;
import dev.slipway.canary.domain.Counts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks every ready pod itself, all at once. One of several that does not answer does not blind us to the others. */
public final class ScrapedMetrics implements MetricSource, AutoCloseable {
    private final Pods pods;
    private final ExecutorService scrapes = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("canary-scrape-", 0).factory());

    public ScrapedMetrics(Pods pods) {
        this.pods = pods;
    }

    @Override
    public PodCounts read(Workload workload) {
        List<Pod> all = pods.of(workload.namespace(), workload.deployment());
        Map<String, Future<Counts>> asked = new LinkedHashMap<>();
        all.stream()
                .filter(Pod::ready)
                .forEach(pod -> asked.put(pod.uid(), scrapes.submit(() -> scrape(pod, workload))));
        Map<String, Counts> counts = new HashMap<>();
        @Nullable Throwable failure = null;
        for (var answer : asked.entrySet()) {
            try {
                counts.put(answer.getKey(), answer.getValue().get());
            } catch (ExecutionException e) {
                failure = e.getCause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unreadable("stopped while reading " + workload, e);
            }
        }
        if (failure != null && counts.isEmpty()) {
            throw new Unreadable(
                    "none of the " + asked.size() + " ready pods of " + workload.namespace() + "/"
                            + workload.deployment() + " could be read: " + failure.getMessage(),
                    failure);
        }
        return new PodCounts(all.stream().map(Pod::uid).collect(Collectors.toUnmodifiableSet()), counts);
    }

    private Counts scrape(Pod pod, Workload workload) {
        return HttpServerRequests.read(pods.get(pod, workload.port(), workload.path()), workload.path());
    }

    @Override
    public void close() {
        scrapes.shutdownNow();
    }
}
