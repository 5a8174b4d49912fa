package dev.slipway.gate.pipeline;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations and shares as people write them. */
final class Quantities {
    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}\\s*(?:ms|s|m|h|d)\\s*)+");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%");
    private static final Pattern SHARE = Pattern.compile("[01](?:\\.\\d{1,9})?(?:[eE]-\\d)?");

    private Quantities() {}

    /** {@code 2h}, {@code 1h30m}, {@code 500ms}, {@code 0s}; null where it is none. */
    static @Nullable Duration duration(String text) {
        if (!DURATION.matcher(text.strip()).matches()) {
            return null;
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long n = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(n);
                        case "s" -> Duration.ofSeconds(n);
                        case "m" -> Duration.ofMinutes(n);
                        case "h" -> Duration.ofHours(n);
                        default -> Duration.ofDays(n);
                    });
        }
        return sum;
    }

    /** {@code 1 %} and {@code 0.01} alike; above 1 only with the sign, since a bare 80 was hardly meant as 8000 %. */
    static @Nullable Double share(String text) {
        Matcher percentage = PERCENTAGE.matcher(text.strip());
        if (percentage.matches()) {
            return new BigDecimal(percentage.group(1)).movePointLeft(2).doubleValue();
        }
        if (!SHARE.matcher(text.strip()).matches()) {
            return null;
        }
        double share = Double.parseDouble(text.strip());
        return share > 1 ? null : (Double) share;
    }
}
