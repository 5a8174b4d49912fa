package dev.slipway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class SimulationTest {
    private static final long SCHEDULES = Long.getLong("schedules", 600);

    /** Seeds that broke something, each with what it was; the first still does where its mend is taken out. */
    static final List<Arguments> KEPT = List.of(
            Arguments.argumentSet("staging is rolled back while production has a canary, which stays for ever", 109),
            Arguments.argumentSet("a zombie's claim; without its stall here, so RolloutWorkTest has what broke", 1107),
            Arguments.argumentSet("the only process dies between two looks for timers", 2118));

    @Test
    void everythingHoldsWhateverComesInBetween() {
        List<Long> broken = LongStream.rangeClosed(1, SCHEDULES)
                .parallel()
                .filter(seed -> isBroken(Schedule.of(seed), Defect.NONE))
                .boxed()
                .toList();

        if (!broken.isEmpty()) {
            Outcome story = Schedule.of(broken.getFirst()).shrunk(Defect.NONE).run(Defect.NONE, true);
            assertThat(broken)
                    .as(
                            "the first of them, with the fewest faults that break it: %s%n%s",
                            story.broken(), String.join("\n", story.story()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("KEPT")
    void whatWasBrokenOnceHolds(int seed) {
        assertThat(Schedule.of(seed).run(Defect.NONE, false).broken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeInWhatTheServicesStandOnIsFound(Defects defect) {
        assertThat(LongStream.rangeClosed(1, defect.withinSeeds())
                        .parallel()
                        .anyMatch(seed -> isBroken(Schedule.of(seed), defect)))
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
