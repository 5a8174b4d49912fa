package dev.slipway.decision;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule makes of a signal.
 *
 * @param <S> the aggregate's state
 */
public sealed interface Decision<S> {
    /**
     * The state becomes another, and something is said.
     *
     * @param wakeAt when the aggregate is to be worked on next without any signal; now or earlier where an outside effect
     *     is wanted at once; null for never
     */
    record Become<S>(S state, List<Said> said, @Nullable Instant wakeAt) implements Decision<S> {
        public Become {
            said = List.copyOf(said);
        }
    }

    /** Nothing to do: redelivered, too late, or not of interest. */
    record Ignore<S>(String why) implements Decision<S> {}

    /** It came before what it depends on: keep it and try again after the next change. */
    record Early<S>(String missing) implements Decision<S> {}

    /** No, to a command; what is said, such as the attempt itself, is said all the same. */
    record Refuse<S>(Refusal refusal, List<Said> said) implements Decision<S> {
        public Refuse {
            said = List.copyOf(said);
        }
    }

    static <S> Decision<S> become(S state, @Nullable Instant wakeAt, Said... said) {
        return new Become<>(state, List.of(said), wakeAt);
    }

    static <S> Decision<S> become(S state, @Nullable Instant wakeAt, List<Said> said) {
        return new Become<>(state, said, wakeAt);
    }

    static <S> Decision<S> ignore(String why) {
        return new Ignore<>(why);
    }

    static <S> Decision<S> early(String missing) {
        return new Early<>(missing);
    }

    static <S> Decision<S> refuse(Refusal refusal, Said... said) {
        return new Refuse<>(refusal, List.of(said));
    }
}
