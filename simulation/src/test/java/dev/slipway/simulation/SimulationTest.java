package dev.slipway.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class SimulationTest {
    private static final long SCHEDULES = Long.getLong("schedules", 600);

    /** The first seed: many schedules can be run in parts, each in its turn. */
    private static final long FIRST = Long.getLong("first", 1);

    /** What {@code unmet.txt} is written for; of fewer it says too little. */
    private static final long ENOUGH = 20_000;

    /** What is met in one of so many runs is met again after any change, so it has no place in that list. */
    private static final long REGULAR = 200;

    /** Calls in a run; of so many, each fault hits a dozen in {@link #ENOUGH} runs. */
    private static final long OFTEN = 3;

    /** Seeds that broke something, each with what it was; what they are depends on all that a run is made of. */
    static final List<Arguments> KEPT = List.of(
            Arguments.argumentSet("staging is rolled back while production has a canary, which stays for ever", 109),
            Arguments.argumentSet("a zombie's claim; without its stall here, so RolloutWorkTest has what broke", 1107),
            Arguments.argumentSet("the only process dies between two looks for timers", 2118),
            Arguments.argumentSet("a hold is cut short where the clock of who confirms the weight is behind", 1012),
            Arguments.argumentSet("half a deployment, and back to a version that nobody knows: what runs then?", 457),
            Arguments.argumentSet("what CI reports while a release is being asked for never reaches it", 11024),
            Arguments.argumentSet("the next one is taken back to one that was itself taken back meanwhile", 5301),
            Arguments.argumentSet("a rollback out of time at its first look says what ran before that look", 713),
            Arguments.argumentSet("a rollback fails, and what it put back is not recorded", 122250),
            Arguments.argumentSet("a rollback is out of time before anybody looked: the canary stays", 166450),
            Arguments.argumentSet("one that holds nothing says what ran before another's release came", 37881),
            Arguments.argumentSet(
                    "a release is ended by one clock, the next by one that is behind: which runs?", 114878),
            Arguments.argumentSet("a rollback gives up on what it saw before it stood still for hours", 352981),
            Arguments.argumentSet("fenced off while it looks up where to go back to: what runs then?", 636752),
            Arguments.argumentSet(
                    "the next one is taken back to one that people want gone, whose way back failed", 221936));

    private static final Tally TALLY = new Tally();

    @BeforeAll
    static void run() throws IOException {
        LongStream.range(FIRST, FIRST + SCHEDULES)
                .parallel()
                .forEach(seed -> TALLY.add(Schedule.of(seed).run(Defect.NONE, false)));
        Files.writeString(Path.of("target", "coverage.txt"), TALLY.told());
        if (SCHEDULES > ENOUGH) {
            System.out.println(TALLY.told());
        }
    }

    @Test
    void everythingHoldsWhateverComesInBetween() {
        if (!TALLY.broken().isEmpty()) {
            long first = TALLY.broken().keySet().iterator().next();
            Outcome story = Schedule.of(first).shrunk(Defect.NONE).run(Defect.NONE, true);
            assertThat(TALLY.broken().keySet())
                    .as(
                            "the first of them, with the fewest faults that break it: %s%n%s",
                            story.broken(), String.join("\n", story.story()))
                    .isEmpty();
        }
    }

    @Test
    void everyStateMeetsEverySignalOrItIsSaidWhyNot() {
        assumeTrue(SCHEDULES >= ENOUGH);
        Set<Pair> neither = new TreeSet<>();
        Pair.RULES.keySet().forEach(rules -> neither.addAll(Pair.all(rules)));
        neither.removeAll(TALLY.met().keySet());
        neither.removeAll(Unmet.pairs());

        assertThat(neither)
                .as("no schedule reaches them: say why in unmet.txt, and which test does")
                .isEmpty();
    }

    @Test
    void whatIsMetRegularlyIsNotListedAsUnmet() {
        assumeTrue(SCHEDULES >= ENOUGH);

        assertThat(Unmet.pairs())
                .as("take out of unmet.txt what more than one of %d schedules reaches", REGULAR)
                .noneMatch(pair -> TALLY.met().getOrDefault(pair, 0L) > SCHEDULES / REGULAR);
    }

    /** What is called seldom is in {@code coverage.txt} only: chance decides what it meets. */
    @Test
    void everyCallThatIsMadeOftenMeetsEveryFault() {
        assumeTrue(SCHEDULES >= ENOUGH);

        assertThat(TALLY.hits().missing(SCHEDULES * OFTEN)).isEmpty();
    }

    @Test
    void onlyWhatThereIsIsListedAsUnmet() {
        Set<Pair> all = new TreeSet<>();
        Pair.RULES.keySet().forEach(rules -> all.addAll(Pair.all(rules)));

        assertThat(Unmet.pairs()).isSubsetOf(all);
    }

    @ParameterizedTest
    @FieldSource("KEPT")
    void whatWasBrokenOnceHolds(int seed) {
        assertThat(Schedule.of(seed).run(Defect.NONE, false).broken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeInWhatTheServicesStandOnIsFoundForWhatItBreaks(Defects defect) {
        assertThat(LongStream.rangeClosed(1, defect.withinSeeds())
                        .parallel()
                        .anyMatch(seed -> Schedule.of(seed).run(defect, false).broken().stream()
                                .anyMatch(defect::explains)))
                .as("found within %d seeds", defect.withinSeeds())
                .isTrue();
    }

    @Test
    void theSameSeedIsTheSameStory() {
        Outcome first = Schedule.of(3).run(Defect.NONE, true);
        Outcome second = Schedule.of(3).run(Defect.NONE, true);

        assertThat(first.story()).hasSizeGreaterThan(50).isEqualTo(second.story());
    }

    @Test
    void aScheduleShrinksToTheFaultsThatMatter() {
        Schedule broken = LongStream.rangeClosed(1, 5_000)
                .mapToObj(Schedule::of)
                .filter(schedule -> schedule.slots().size() > 5 && isBroken(schedule, Defects.FORGETS_THE_OUTBOX))
                .filter(schedule -> !isBroken(new Schedule(schedule.seed(), List.of()), Defects.FORGETS_THE_OUTBOX))
                .findFirst()
                .orElseThrow();

        Schedule shrunk = broken.shrunk(Defects.FORGETS_THE_OUTBOX);

        assertThat(isBroken(shrunk, Defects.FORGETS_THE_OUTBOX)).isTrue();
        assertThat(shrunk.slots()).hasSizeLessThan(broken.slots().size()).isNotEmpty();
    }

    /** {@code ./mvnw -pl simulation -am verify -Dseed=4711} tells the story of one. */
    @Test
    @EnabledIfSystemProperty(named = "seed", matches = "\\d+")
    void one() {
        Outcome outcome = Schedule.of(Long.getLong("seed")).run(Defect.NONE, true);

        outcome.story().forEach(System.out::println);
        assertThat(outcome.broken()).isEmpty();
    }

    private static boolean isBroken(Schedule schedule, Defect defect) {
        return !schedule.run(defect, false).broken().isEmpty();
    }
}
