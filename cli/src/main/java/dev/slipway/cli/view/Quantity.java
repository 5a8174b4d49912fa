package dev.slipway.cli.view;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Numbers and times as people say them. */
final class Quantity {
    private Quantity() {}

    static String of(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            return "0 s";
        }
        if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
            return round(BigDecimal.valueOf(duration.toMillis()).movePointLeft(3), 2) + " s";
        }
        if (duration.toMinutes() < 1) {
            return duration.toSeconds() + " s";
        }
        if (duration.toHours() < 1) {
            return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        return duration.toDays() < 1
                ? two(duration.toHours(), "h", duration.toMinutesPart(), "min")
                : two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** A latency is in seconds and shown in milliseconds, everything else is a ratio and shown in percent. */
    static String of(String metric, @Nullable Double value) {
        return value == null ? "no data" : inUnit(metric, value);
    }

    /** The last word of a threshold is its value, in the metric's own unit unless it is a share of the baseline. */
    static String threshold(String metric, String threshold) {
        int space = threshold.lastIndexOf(' ');
        try {
            double value = Double.parseDouble(threshold.substring(space + 1));
            boolean share = threshold.contains("relative");
            return threshold.substring(0, space + 1) + inUnit(share ? "" : metric, value);
        } catch (NumberFormatException _) {
            return threshold;
        }
    }

    private static String inUnit(String metric, double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        return metric.startsWith("latency")
                ? round(BigDecimal.valueOf(value).movePointRight(3), 3) + " ms"
                : round(BigDecimal.valueOf(value).movePointRight(2), metric.equals("availability") ? 5 : 3) + " %";
    }

    private static String round(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_UP));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
