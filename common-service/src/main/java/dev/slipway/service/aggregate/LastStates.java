package dev.slipway.service.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The states that were read or saved last, with the text that they are stored as: most signals come to the process that
 * took the one before, and reading the text again would cost more than all else that a signal takes.
 */
final class LastStates<S> {
    private static final int KEPT = 256;

    private final Map<String, Known<S>> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known<S>> eldest) {
            return size() > KEPT;
        }
    };

    private record Known<S>(String text, S state) {}

    /** The state that the stored text is of. */
    S of(StoredAggregate stored, Function<String, S> reader) {
        String text = stored.state();
        synchronized (known) {
            Known<S> last = known.get(stored.id());
            if (last != null && last.text().equals(text)) {
                return last.state();
            }
        }
        S state = reader.apply(text);
        remember(stored, state);
        return state;
    }

    void remember(StoredAggregate stored, S state) {
        synchronized (known) {
            known.put(stored.id(), new Known<>(stored.state(), state));
        }
    }
}
