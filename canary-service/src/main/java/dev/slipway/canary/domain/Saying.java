package dev.slipway.canary.domain;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import java.util.List;
import java.util.stream.Stream;

/** Puts together what is said. */
final class Saying {
    private Saying() {}

    /** The decision, with something said before all that it says itself. */
    static Decision<Canary> first(Decision<Canary> decision, Said... said) {
        return decision instanceof Decision.Become<Canary>(Canary state, List<Said> rest, var wakeAt)
                ? new Decision.Become<>(
                        state, Stream.concat(Stream.of(said), rest.stream()).toList(), wakeAt)
                : decision;
    }
}
