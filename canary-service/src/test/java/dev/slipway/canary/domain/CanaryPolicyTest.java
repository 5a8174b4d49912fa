package dev.slipway.canary.domain;

import static dev.slipway.canary.domain.Examples.FIRST;
import static dev.slipway.canary.domain.Examples.HOLD;
import static dev.slipway.canary.domain.Examples.HOLDING;
import static dev.slipway.canary.domain.Examples.INTERVAL;
import static dev.slipway.canary.domain.Examples.LAST;
import static dev.slipway.canary.domain.Examples.NOW;
import static dev.slipway.canary.domain.Examples.SHIFTED;
import static dev.slipway.canary.domain.Examples.SHIFTING;
import static dev.slipway.canary.domain.Examples.WATCHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.Event;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.codec.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class CanaryPolicyTest {
    @SuppressWarnings("unused") // by FieldSource
    static final List<Canary> STATES = Examples.STATES;

    /** What every state makes of every signal, in the order of {@link Examples#STATES}. */
    static Stream<Arguments> transitions() {
        return Stream.of(
                        row("requested", _ -> Examples.REQUESTED, """
                                Known | ignore | ignore | ignore | ignore | ignore | ignore | ignore"""),
                        row("canary ready", _ -> Examples.CANARY_READY, """
                                early | Shifting TrafficShiftRequested | ignore | ignore | ignore | ignore | ignore | ignore"""),
                        row("full ready", _ -> Examples.FULL_READY, """
                                early | Watching | ignore | ignore | ignore | Watching | ignore | ignore"""),
                        row("next stage ready", _ -> Examples.NEXT_READY, """
                                early | Watching | early | early | early | early | early | ignore"""),
                        row("weight confirmed", _ -> SHIFTED, """
                                early | early | Holding | ignore | ignore | ignore | ignore | ignore"""),
                        row("next weight confirmed", _ -> Examples.NEXT_SHIFTED, """
                                early | early | early | early | early | ignore | ignore | ignore"""),
                        row("ended", _ -> Examples.ENDED, """
                                early | Finished | Finished | Finished | Finished | Finished | Finished | ignore"""),
                        row("primed", Examples::primed, """
                                ignore | ignore | ignore | Holding | Paused | ignore | Watching | ignore"""),
                        row("healthy", Examples::healthy, """
                                ignore | ignore | ignore | Holding CanaryMeasured | Paused CanaryMeasured | ignore \
                                | Watching CanaryMeasured | ignore"""),
                        row("primed elsewhere", _ -> new Signal.Primed(LAST, NOW), """
                                ignore | ignore | ignore | ignore | ignore | ignore | ignore | ignore"""),
                        row("pause", _ -> Examples.PAUSE, """
                                refuse unknown-release | refuse nothing-to-pause | refuse traffic-is-shifting \
                                | Paused CanaryPaused | refuse already-paused | refuse nothing-to-pause \
                                | Paused CanaryPaused | refuse nothing-to-pause"""),
                        row("resume", _ -> Examples.RESUME, """
                                refuse unknown-release | refuse nothing-to-resume | refuse nothing-to-resume \
                                | refuse nothing-to-resume | Holding CanaryResumed | refuse nothing-to-resume \
                                | refuse nothing-to-resume | refuse nothing-to-resume"""))
                .flatMap(Function.identity());
    }

    private static Stream<Arguments> row(String name, Function<Canary, Signal> signal, String expected) {
        String[] cells = expected.split("\\|");
        assertThat(cells).hasSameSizeAs(Examples.STATES);
        return IntStream.range(0, cells.length).mapToObj(i -> {
            Canary state = Examples.STATES.get(i);
            return argumentSet(
                    state.getClass().getSimpleName() + ", " + name, state, signal.apply(state), cells[i].strip());
        });
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void decides(Canary state, Signal signal, String expected) {
        assertThat(words(CanaryPolicy.decide(state, signal, NOW))).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("STATES")
    void everyStateIsReadAsItWasWritten(Canary state) {
        assertThat(Json.read(Json.write(state), Canary.class)).isEqualTo(state);
    }

    @Test
    void theHoldCountsByOurOwnClockFromWhenTheConfirmationIsHeard() {
        assertThat(become(SHIFTING, new Signal.Shifted("live", 0, 10)).state())
                .isEqualTo(new Canary.Holding(Examples.DOSSIER, FIRST, NOW, 0, Analysis.NONE));
    }

    @Test
    void anotherWeightThanAskedForConfirmsNothing() {
        assertThat(words(CanaryPolicy.decide(SHIFTING, new Signal.Shifted("live", 0, 5), NOW)))
                .isEqualTo("ignore");
    }

    @Test
    void measuresAtEveryIntervalAndAtTheEndOfTheHold() {
        assertThat(become(HOLDING, Examples.primed(HOLDING)).wakeAt()).isEqualTo(NOW.plus(INTERVAL));
        Instant confirmed = NOW.minus(HOLD).plusSeconds(20);
        Canary soonOver = new Canary.Holding(Examples.DOSSIER, FIRST, confirmed, 0, Examples.PRIMED);
        assertThat(become(soonOver, Examples.healthy(soonOver)).wakeAt()).isEqualTo(confirmed.plus(HOLD));
    }

    @Test
    void goesOnOnlyWhenTheHoldIsOverAndTheLatestMeasurementIsHealthy() {
        Canary over = holding(FIRST, NOW.minus(HOLD));
        assertThat(says(become(over, Examples.healthy(over))))
                .isEqualTo("Shifting CanaryMeasured TrafficShiftRequested");
        assertThat(says(become(over, Examples.idle(over, NOW)))).isEqualTo("Holding CanaryMeasured");
        assertThat(says(become(over, Examples.primed(over)))).isEqualTo("Holding");
        Canary last = holding(LAST, NOW.minus(HOLD));
        assertThat(says(become(last, Examples.healthy(last)))).isEqualTo("Promoting CanaryMeasured CanaryHealthy");
        Canary watch = new Canary.Watching(Examples.DOSSIER, Examples.WATCH, NOW.minus(HOLD), Examples.PRIMED);
        assertThat(says(become(watch, Examples.healthy(watch)))).isEqualTo("Known CanaryMeasured WatchPassed");
    }

    @Test
    void oneBreachMoreThanIsBorneActsAtOnce() {
        Decision.Become<Canary> first = become(HOLDING, Examples.erring(HOLDING));
        assertThat(says(first)).isEqualTo("Holding CanaryMeasured");

        Decision.Become<Canary> second = become(first.state(), Examples.erring(first.state()));

        assertThat(says(second)).isEqualTo("Finished RollbackTriggered CanaryMeasured");
        assertThat(said(second, RollbackTriggered.class))
                .extracting(RollbackTriggered::cause, RollbackTriggered::observedAt)
                .containsExactly(RollbackTriggered.Cause.METRIC, NOW);
        assertThat(second.wakeAt()).isNull();
    }

    @Test
    void aHealthyMeasurementDoesNotPayForABreach() {
        assertThat(course(HOLDING, Examples::erring, Examples::healthy, Examples::erring))
                .startsWith("Finished RollbackTriggered");
    }

    @Test
    void aBreachThatPausesIsMeasuredOnAndOneThatRollsBackStillDoes() {
        assertThat(course(HOLDING, Examples::slow, Examples::slow)).isEqualTo("Paused CanaryMeasured CanaryPaused");
        assertThat(course(HOLDING, Examples::slow, Examples::slow, Examples::slow))
                .isEqualTo("Paused CanaryMeasured");
        assertThat(course(HOLDING, Examples::slow, Examples::slow, Examples::erring, Examples::erring))
                .isEqualTo("Finished RollbackTriggered CanaryMeasured");
        assertThat(course(HOLDING, Examples::slow, Examples::slow, _ -> Examples.RESUME))
                .isEqualTo("Holding CanaryResumed");
    }

    @Test
    void aBreachInTheWatchIsTakenBackAsOne() {
        Decision.Become<Canary> first = become(WATCHING, Examples.erring(WATCHING));
        assertThat(said(become(first.state(), Examples.erring(WATCHING)), RollbackTriggered.class)
                        .cause())
                .isEqualTo(RollbackTriggered.Cause.WATCH);
    }

    @Test
    void moreSilentIntervalsInARowThanAreBornePause() {
        Function<Canary, Signal> idle = canary -> Examples.idle(canary, NOW);
        assertThat(course(HOLDING, idle, idle)).isEqualTo("Holding CanaryMeasured");
        assertThat(course(HOLDING, idle, idle, idle)).isEqualTo("Paused CanaryMeasured CanaryPaused");
        assertThat(course(HOLDING, idle, idle, Examples::healthy, idle, idle)).isEqualTo("Holding CanaryMeasured");
        assertThat(course(HOLDING, idle, idle, Examples::primed, idle)).isEqualTo("Paused CanaryMeasured CanaryPaused");
    }

    @Test
    void aSourceThatErrsPausesAndSaysSo() {
        Canary canary = HOLDING;
        Decision.Become<Canary> decision = become(canary, Examples.unreadable(canary, NOW));
        decision = become(decision.state(), Examples.unreadable(canary, NOW));
        decision = become(decision.state(), Examples.unreadable(canary, NOW));
        assertThat(said(decision, CanaryPaused.class).cause()).isEqualTo(CanaryPaused.Cause.SOURCE_ERRORS);
    }

    @Test
    void theShortRestOfAHoldCountsForNothingWhereItSaysNothing() {
        Canary over = holding(FIRST, NOW.minus(HOLD));
        Decision.Become<Canary> before =
                become(over, Examples.measured(over, NOW.minusSeconds(5), Examples.reading(0, 0.1, 100)));
        Signal rest = new Signal.Measured(
                FIRST, new Measurement(NOW.minusSeconds(5), NOW, Examples.reading(Double.NaN, Double.NaN, 0)));
        assertThat(says(before)).isEqualTo("Holding CanaryMeasured");
        assertThat(says(become(before.state(), rest))).isEqualTo("Shifting CanaryMeasured TrafficShiftRequested");
        assertThat(says(become(over, rest))).isEqualTo("Holding CanaryMeasured");
    }

    @Test
    void aThinPercentileHoldsNothingUpWhereTheErrorRateIsKnown() {
        Canary over = holding(LAST, NOW.minus(HOLD));
        assertThat(says(become(over, Examples.measured(over, NOW, Examples.reading(0, 9, 15)))))
                .isEqualTo("Promoting CanaryMeasured CanaryHealthy");
        assertThat(says(become(over, Examples.measured(over, NOW, Examples.reading(0, 9, 9)))))
                .isEqualTo("Holding CanaryMeasured");
    }

    private static Canary.Holding holding(Place.AtStep at, Instant confirmed) {
        return new Canary.Holding(Examples.DOSSIER, at, confirmed, 0, Examples.PRIMED);
    }

    /** What the last of these signals leads to. */
    @SafeVarargs
    private static String course(Canary canary, Function<Canary, Signal>... signals) {
        List<String> words = new ArrayList<>();
        Canary state = canary;
        for (Function<Canary, Signal> signal : signals) {
            Decision.Become<Canary> decision = become(state, signal.apply(state));
            words.add(says(decision));
            state = decision.state();
        }
        return words.getLast();
    }

    private static Decision.Become<Canary> become(Canary canary, Signal signal) {
        return (Decision.Become<Canary>) CanaryPolicy.decide(canary, signal, NOW);
    }

    private static <E extends Event> E said(Decision.Become<Canary> decision, Class<E> type) {
        return decision.said().stream()
                .map(Said::event)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static String words(Decision<Canary> decision) {
        return switch (decision) {
            case Decision.Become<Canary> become -> says(become);
            case Decision.Ignore<Canary> _ -> "ignore";
            case Decision.Early<Canary> _ -> "early";
            case Decision.Refuse<Canary>(var refusal, var _) -> "refuse " + refusal.code();
        };
    }

    private static String says(Decision.Become<Canary> decision) {
        return Stream.concat(
                        Stream.of(decision.state().getClass().getSimpleName()),
                        decision.said().stream()
                                .map(said -> said.event().getClass().getSimpleName()))
                .collect(Collectors.joining(" "));
    }
}
