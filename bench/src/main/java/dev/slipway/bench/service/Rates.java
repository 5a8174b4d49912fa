package dev.slipway.bench.service;

import dev.slipway.bench.measure.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How fast the same thing went each time that it was done, and what it took of the processor. */
final class Rates {
    private final List<Double> perSecond = new ArrayList<>();
    private final List<Double> cpuMillis = new ArrayList<>();

    /**
     * What ends now.
     *
     * @param begun by {@link System#nanoTime}
     * @param before what this process had used when it began
     */
    void add(int events, long begun, Usage before) throws IOException {
        perSecond.add(events / ((System.nanoTime() - begun) / 1e9));
        cpuMillis.add(Usage.ofThisProcess().cpu().minus(before.cpu()).toMillis() / (double) events);
    }

    double median() {
        return median(perSecond);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get((values.size() - 1) / 2);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,6.0f/s (%,.0f–%,.0f), %.2f ms of CPU each",
                median(perSecond),
                perSecond.stream().min(Double::compare).orElseThrow(),
                perSecond.stream().max(Double::compare).orElseThrow(),
                median(cpuMillis));
    }
}
