package dev.slipway.canary.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.canary.application.MetricSource.PodCounts;
import dev.slipway.canary.application.MetricSource.Workload;
import dev.slipway.canary.domain.Counts;
import dev.slipway.canary.domain.Place;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotTest {
    private static final Workload CART = new Workload("shop", "cart", 8080, "/metrics");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    static Stream<Arguments> increases() {
        return Stream.of(
                argumentSet(
                        "every pod's own",
                        pods(Set.of("a", "b"), Map.of("a", 10, "b", 100)),
                        pods(Set.of("a", "b"), Map.of("a", 15, "b", 130)),
                        35),
                argumentSet(
                        "one started anew, which the sum would hide",
                        pods(Set.of("a", "b"), Map.of("a", 10, "b", 100)),
                        pods(Set.of("a", "b"), Map.of("a", 4, "b", 130)),
                        34),
                argumentSet(
                        "one is new",
                        pods(Set.of("a"), Map.of("a", 10)),
                        pods(Set.of("a", "b"), Map.of("a", 15, "b", 7)),
                        12),
                argumentSet(
                        "one was there and could not be read",
                        pods(Set.of("a", "b"), Map.of("a", 10)),
                        pods(Set.of("a", "b"), Map.of("a", 15, "b", 1_000_000)),
                        5),
                argumentSet(
                        "one went",
                        pods(Set.of("a", "b"), Map.of("a", 10, "b", 100)),
                        pods(Set.of("a"), Map.of("a", 15)),
                        5));
    }

    @ParameterizedTest
    @MethodSource("increases")
    void sumsUpPodByPod(PodCounts then, PodCounts now, int expected) {
        assertThat(snapshot(now).increaseSince(snapshot(then), CART)).hasValue(requests(expected));
    }

    @Test
    void aPodThatDidNotAnswerOnceIsMeasuredOverTheLongerInterval() {
        Snapshot first = snapshot(pods(Set.of("a"), Map.of("a", 10)));
        Snapshot second = snapshot(pods(Set.of("a"), Map.of())).over(first);
        Snapshot third = snapshot(pods(Set.of("a"), Map.of("a", 30)));

        assertThat(third.increaseSince(second, CART)).hasValue(requests(20));
    }

    @Test
    void aWorkloadThatCouldNotBeReadHasNoIncrease() {
        Snapshot known = snapshot(pods(Set.of("a"), Map.of("a", 10)));
        Snapshot none = new Snapshot(known.place(), NOW, Map.of());

        assertThat(none.increaseSince(known, CART)).isEmpty();
        assertThat(known.increaseSince(none, CART)).isEmpty();
    }

    private static Snapshot snapshot(PodCounts counts) {
        return new Snapshot(new Place.AtStep("live", 0), NOW, Map.of(CART, counts));
    }

    private static PodCounts pods(Set<String> all, Map<String, Integer> read) {
        TreeMap<String, Counts> counts = new TreeMap<>();
        read.forEach((pod, requests) -> counts.put(pod, requests(requests)));
        return new PodCounts(all, counts);
    }

    private static Counts requests(int requests) {
        return new Counts(requests, 0, new TreeMap<>());
    }
}
