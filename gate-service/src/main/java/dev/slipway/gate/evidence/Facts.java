package dev.slipway.gate.evidence;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a report says, by dotted name: {@code tests.failed}, {@code coverage.line}. A value is a string, a boolean, a
 * long or a finite double. Ratios are 0..1, durations are seconds.
 */
public record Facts(Map<String, Object> values) {
    public Facts {
        values.forEach(Facts::check);
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    private static void check(String name, Object value) {
        boolean fine =
                switch (value) {
                    case String _, Boolean _, Long _ -> true;
                    case Double number -> Double.isFinite(number);
                    default -> false;
                };
        if (!fine) {
            throw new IllegalArgumentException("fact " + name + " is " + value + " ("
                    + value.getClass().getSimpleName() + "): give a string, a boolean, a long or a finite double");
        }
    }
}
