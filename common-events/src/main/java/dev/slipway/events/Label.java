package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The word for an enum's constant that is the same in events, metrics, logs and messages: {@code timed-out}. */
public interface Label {
    String name();

    @JsonValue
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
