package dev.slipway.deploy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.decision.Decision;
import dev.slipway.events.RollbackTriggered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state with every event that it can hear: what it becomes, and what it says. */
class RolloutTableTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String TABLE = """
            state             | Requested | EntryPassed | ShiftAsked | CanaryDidWell | RollbackAsked     | Completed | Stopped
            Unknown           | Idle      | early       | early      | early         | early             | early     | early
            Idle              | ignore    | Claiming    | early      | early         | Reclaiming        | Freeing   | Freeing
            Claiming          | ignore    | ignore      | early      | early         | Reclaiming        | early     | Freeing
            Deploying         | ignore    | ignore      | early      | early         | TakingTrafficBack | early     | TakingTrafficBack
            Serving           | ignore    | ignore      | Shifting   | Promoting     | TakingTrafficBack | early     | TakingTrafficBack
            Shifting          | ignore    | ignore      | ignore     | early         | TakingTrafficBack | early     | TakingTrafficBack
            Promoting         | ignore    | ignore      | ignore     | ignore        | TakingTrafficBack | early     | TakingTrafficBack
            Failed            | ignore    | ignore      | ignore     | ignore        | TakingTrafficBack | ignore    | TakingTrafficBack
            Reclaiming        | ignore    | ignore      | ignore     | ignore        | ignore            | ignore    | Reclaiming
            TakingTrafficBack | ignore    | ignore      | ignore     | ignore        | ignore            | ignore    | TakingTrafficBack
            LookingUp         | ignore    | ignore      | ignore     | ignore        | ignore            | ignore    | LookingUp
            Restoring         | ignore    | ignore      | ignore     | ignore        | ignore            | ignore    | Restoring
            Halted            | ignore    | ignore      | ignore     | ignore        | Reclaiming        | Freeing   | Freeing
            Freeing           | ignore    | ignore      | ignore     | ignore        | early             | ignore    | ignore
            Ended             | ignore    | ignore      | ignore     | ignore        | Reclaiming        | ignore    | ignore
            """;

    static Stream<Arguments> cells() {
        List<List<String>> rows = TABLE.lines()
                .map(line -> Stream.of(line.split("\\|")).map(String::strip).toList())
                .toList();
        List<String> signals = rows.getFirst();
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.iterate(1, i -> i + 1)
                        .limit(signals.size() - 1L)
                        .map(i -> Arguments.of(row.getFirst(), signals.get(i), row.get(i))));
    }

    @ParameterizedTest(name = "{0} hears {1}: {2}")
    @MethodSource("cells")
    void becomes(String state, String signal, String expected) {
        Decision<Rollout> decision = RolloutPolicy.decide(
                Objects.requireNonNull(States.all().get(state), state),
                Objects.requireNonNull(signals().get(signal), signal),
                NOW);

        assertThat(name(decision)).isEqualTo(expected);
    }

    @Test
    void theTableHasEveryStateAndEveryEvent() {
        List<String> states = new ArrayList<>(leaves(Rollout.class));
        List<String> rows = TABLE.lines()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf('|')).strip())
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(states);
        assertThat(signals().keySet())
                .isEqualTo(new LinkedHashSet<>(List.of(
                        "Requested",
                        "EntryPassed",
                        "ShiftAsked",
                        "CanaryDidWell",
                        "RollbackAsked",
                        "Completed",
                        "Stopped")));
    }

    /** Nothing that is heard once a rollback has begun, in whatever order, leads to another release of traffic. */
    @Test
    void afterARollbackNothingPromotes() {
        for (String state : List.of("Reclaiming", "TakingTrafficBack", "LookingUp", "Restoring", "Halted", "Ended")) {
            for (Signal signal : signals().values()) {
                Decision<Rollout> decision =
                        RolloutPolicy.decide(Objects.requireNonNull(States.all().get(state), state), signal, NOW);
                assertThat(name(decision)).isNotIn("Idle", "Claiming", "Deploying", "Serving", "Shifting", "Promoting");
            }
        }
    }

    @Test
    void whatCameOfWorkForAStateThatWasLeftIsNobodys() {
        States.all().forEach((name, state) -> {
            for (Signal result : results()) {
                assertThat(name(RolloutPolicy.decide(state, result, NOW)))
                        .as("%s hears %s", name, result)
                        .isEqualTo("ignore");
            }
        });
    }

    /** Of states that are none of {@link States#all}. */
    private static List<Signal> results() {
        Stay stay = States.STAY.claimed(99);
        var claiming = new Rollout.Claiming(States.DOSSIER, "moon", "moon", "shop-moon", NOW);
        var deploying = new Rollout.Deploying(States.DOSSIER, stay, NOW);
        var lookingUp =
                new Rollout.LookingUp(States.DOSSIER, States.way("v0.0.9").claimed(99));
        Claim claim = new Claim.HeldBy("shop-v9", States.BEFORE, null, false);
        return List.of(
                new Signal.ClaimAnswered(claiming, claim),
                new Signal.ReclaimAnswered(States.reclaiming(true, "v0.0.9"), claim),
                new Signal.Progressed(deploying, new Progress.Done(List.of()), NOW),
                new Signal.FencedOff(deploying, new Fence(9, true, 4)),
                new Signal.VersionFound(lookingUp, States.BEFORE),
                new Signal.VersionUnknown(lookingUp, List.of(), List.of()),
                new Signal.Freed(new Rollout.Freeing(States.DOSSIER.with(stay))));
    }

    private static List<String> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses())
                        .flatMap(one -> leaves(one).stream())
                        .toList()
                : List.of(type.getSimpleName());
    }

    private static String name(Decision<Rollout> decision) {
        return switch (decision) {
            case Decision.Become<Rollout> become -> become.state().getClass().getSimpleName();
            case Decision.Ignore<Rollout> _ -> "ignore";
            case Decision.Early<Rollout> _ -> "early";
            case Decision.Refuse<Rollout> _ -> "refuse";
        };
    }

    private static Map<String, Signal> signals() {
        Map<String, Signal> signals = new LinkedHashMap<>();
        signals.put("Requested", new Signal.Requested(States.REQUEST));
        signals.put("EntryPassed", States.passed("production"));
        signals.put("ShiftAsked", new Signal.ShiftAsked("production", 1, 50));
        signals.put("CanaryDidWell", new Signal.CanaryDidWell("production"));
        signals.put(
                "RollbackAsked",
                new Signal.RollbackAsked("production", States.trigger(RollbackTriggered.Cause.METRIC, null)));
        signals.put("Completed", new Signal.Completed());
        signals.put("Stopped", new Signal.Stopped("aborted: enough"));
        return signals;
    }
}
