package dev.slipway.canary.domain;

import dev.slipway.events.MetricResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** A breach as people read it: a latency in milliseconds, all else in percent. The event has the exact numbers beside it. */
final class Wording {
    /** Two in 1,000 and three in 1,000 shall differ, and so shall 99.98 % and 99.99 %. */
    private static final int DIGITS = 4;

    private Wording() {}

    static String of(MetricResult breach) {
        return breach.metric() + " of " + breach.component() + " is " + quantity(breach.metric(), breach.value())
                + (breach.baseline() == null ? "" : ", stable's " + quantity(breach.metric(), breach.baseline()))
                + ": breaches " + threshold(breach) + " (" + breach.samples() + " requests)";
    }

    /** Its last word is its value, in the metric's own unit unless it is a share of stable's. */
    private static String threshold(MetricResult breach) {
        String threshold = breach.threshold() == null ? "" : breach.threshold();
        int value = threshold.lastIndexOf(' ') + 1;
        String words = threshold.substring(0, value);
        try {
            return words
                    + quantity(
                            words.contains("relative") ? "" : breach.metric(),
                            Double.valueOf(threshold.substring(value)));
        } catch (NumberFormatException _) {
            return threshold;
        }
    }

    private static String quantity(String metric, @Nullable Double value) {
        if (value == null) {
            return "unknown";
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        return metric.startsWith("latency")
                ? rounded(exact.movePointRight(3)) + " ms"
                : rounded(exact.movePointRight(2)) + " %";
    }

    private static String rounded(BigDecimal value) {
        return value.round(new MathContext(DIGITS, RoundingMode.HALF_UP))
                .stripTrailingZeros()
                .toPlainString();
    }
}
