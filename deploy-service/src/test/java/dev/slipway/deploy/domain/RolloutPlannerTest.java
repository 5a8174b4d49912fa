package dev.slipway.deploy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.deploy.domain.RolloutStep.ApplyCanary;
import dev.slipway.deploy.domain.RolloutStep.ApplyWorkload;
import dev.slipway.deploy.domain.RolloutStep.AwaitReady;
import dev.slipway.deploy.domain.RolloutStep.RecordRunning;
import dev.slipway.deploy.domain.RolloutStep.RemoveCanary;
import dev.slipway.deploy.domain.RolloutStep.ScaleCanary;
import dev.slipway.deploy.domain.RolloutStep.SetWeight;
import dev.slipway.deploy.domain.RolloutStep.TakeOver;
import dev.slipway.deploy.domain.RolloutStep.Track;
import dev.slipway.events.ComponentPlan;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans, without a cluster. */
class RolloutPlannerTest {
    private static final ComponentPlan WEB = Examples.component("web");
    private static final ComponentPlan CART = Examples.component("cart");
    private static final ComponentPlan WORKER = Examples.component("worker");
    private static final List<Installed> OLD = Examples.installed("v1.2.2");
    private static final List<Installed> NEW = States.REQUEST.installed();

    @Test
    void aRollingReleaseIsAppliedInTheOrderOfThePlan() {
        Stay staging = new Stay("staging", "staging", "shop-staging", States.SINCE, States.BEFORE, 1);

        assertThat(plan(new Rollout.Deploying(States.DOSSIER, staging, States.SINCE), seen(OLD, null, 2, 0)))
                .containsExactly(
                        new ApplyWorkload(WEB, NEW.get(0)),
                        new ApplyWorkload(CART, NEW.get(1)),
                        new ApplyWorkload(WORKER, NEW.get(2)),
                        new AwaitReady(WEB, Track.STABLE),
                        new AwaitReady(CART, Track.STABLE),
                        new AwaitReady(WORKER, Track.STABLE),
                        new RecordRunning(NEW));
    }

    /** Else it would go on serving beside what was rolled out to all. One that Slipway did not bring is left alone. */
    @Test
    void aRollingReleaseTakesAwayTheCanaryThatAnEarlierOneLeft() {
        Stay staging = new Stay("staging", "staging", "shop-staging", States.SINCE, States.BEFORE, 1);
        var deploying = new Rollout.Deploying(States.DOSSIER, staging, States.SINCE);
        List<Installed> left = Examples.request("v1.2.1").installed();

        assertThat(plan(deploying, seen(OLD, left, 2, 50)))
                .containsExactly(
                        new SetWeight(WEB, 0),
                        new SetWeight(CART, 0),
                        new ApplyWorkload(WEB, NEW.get(0)),
                        new ApplyWorkload(CART, NEW.get(1)),
                        new ApplyWorkload(WORKER, NEW.get(2)),
                        new AwaitReady(WEB, Track.STABLE),
                        new AwaitReady(CART, Track.STABLE),
                        new AwaitReady(WORKER, Track.STABLE),
                        new RemoveCanary(WEB),
                        new RemoveCanary(CART),
                        new RemoveCanary(WORKER),
                        new RecordRunning(NEW));
        assertThat(plan(deploying, seen(OLD, Examples.installed("v1.2.1"), 2, 50)))
                .noneMatch(step -> step instanceof RemoveCanary || step instanceof SetWeight);
    }

    @Test
    void whatWasAppliedBeforeACrashIsNotAppliedAgain() {
        assertThat(plan(States.promoting(), seen(NEW, NEW, 2, 50))).noneMatch(ApplyWorkload.class::isInstance);
        assertThat(plan(States.deploying(), seen(OLD, NEW, 2, 0))).noneMatch(ApplyCanary.class::isInstance);
    }

    @Test
    void aCanaryStandsReadyBeforeItsRoutesNameIt() {
        assertThat(plan(States.deploying(), seen(OLD, null, 10, null)))
                .containsExactly(
                        new ApplyCanary(WEB, NEW.get(0), 1),
                        new ApplyCanary(CART, NEW.get(1), 1),
                        new ApplyCanary(WORKER, NEW.get(2), 1),
                        new AwaitReady(WEB, Track.CANARY),
                        new AwaitReady(CART, Track.CANARY),
                        new AwaitReady(WORKER, Track.CANARY),
                        new SetWeight(WEB, 0),
                        new SetWeight(CART, 0));
    }

    @Test
    void aCanaryThatWasLeftWithTrafficLosesItBeforeTheNewOneStarts() {
        List<Installed> left = Examples.request("v1.2.1").installed();

        assertThat(plan(States.deploying(), seen(OLD, left, 2, 50)).subList(0, 3))
                .containsExactly(new SetWeight(WEB, 0), new SetWeight(CART, 0), new ApplyCanary(WEB, NEW.get(0), 1));
    }

    @Test
    void aCanaryIsLargeEnoughBeforeItGetsMoreTraffic() {
        assertThat(plan(States.shifting(), seen(OLD, NEW, 4, 10)))
                .containsExactly(
                        new ScaleCanary(WEB, 2),
                        new ScaleCanary(CART, 2),
                        new ScaleCanary(WORKER, 2),
                        new AwaitReady(WEB, Track.CANARY),
                        new AwaitReady(CART, Track.CANARY),
                        new AwaitReady(WORKER, Track.CANARY),
                        new SetWeight(WEB, 50),
                        new SetWeight(CART, 50));
    }

    @Test
    void stableIsReadyBeforeItTakesTheTrafficOver() {
        assertThat(plan(States.promoting(), seen(OLD, NEW, 2, 50)))
                .containsExactly(
                        new ApplyWorkload(WEB, NEW.get(0)),
                        new ApplyWorkload(CART, NEW.get(1)),
                        new ApplyWorkload(WORKER, NEW.get(2)),
                        new AwaitReady(WEB, Track.STABLE),
                        new AwaitReady(CART, Track.STABLE),
                        new AwaitReady(WORKER, Track.STABLE),
                        new SetWeight(WEB, 0),
                        new SetWeight(CART, 0),
                        new RemoveCanary(WEB),
                        new RemoveCanary(CART),
                        new RemoveCanary(WORKER),
                        new RecordRunning(NEW));
    }

    @Test
    void trafficGoesBackFirstAndInTheReverseOrder() {
        assertThat(plan(States.takingTrafficBack(null), seen(OLD, NEW, 2, 50)))
                .containsExactly(new SetWeight(CART, 0), new SetWeight(WEB, 0));
    }

    @Test
    void aStableThatIsDownIsBroughtUpBeforeItGetsTrafficAndTheOthersDoNotWait() {
        List<Observed.Present> seen = Stream.of(
                        present(NEW.get(0), NEW.get(0), 2, 0, 50),
                        present(OLD.get(1), NEW.get(1), 2, 2, 50),
                        present(OLD.get(2), NEW.get(2), 2, 2, null))
                .toList();

        assertThat(plan(States.takingTrafficBack(null), seen))
                .containsExactly(
                        new SetWeight(CART, 0),
                        new ApplyWorkload(WEB, OLD.get(0)),
                        new AwaitReady(WEB, Track.STABLE),
                        new SetWeight(WEB, 0));
    }

    @Test
    void whatStableWasIsRestoredWhereItWasChangedAndTheCanaryGoes() {
        List<Observed.Present> seen = List.of(
                present(NEW.get(0), NEW.get(0), 2, 2, 0),
                present(OLD.get(1), NEW.get(1), 2, 2, 0),
                present(OLD.get(2), null, 2, 2, null));

        assertThat(plan(States.restoring(), seen))
                .containsExactly(
                        new ApplyWorkload(WEB, OLD.get(0)),
                        new AwaitReady(WORKER, Track.STABLE),
                        new AwaitReady(CART, Track.STABLE),
                        new AwaitReady(WEB, Track.STABLE),
                        new RemoveCanary(CART),
                        new RemoveCanary(WEB),
                        new RecordRunning(OLD));
    }

    @Test
    void trafficThatCameBackByWhateverMeansIsTakenAgainBeforeTheCanaryGoes() {
        assertThat(plan(States.restoring(), seen(OLD, NEW, 2, 50)))
                .containsSubsequence(
                        new SetWeight(CART, 0), new SetWeight(WEB, 0), new RemoveCanary(CART), new RemoveCanary(WEB));
    }

    /** An earlier release's instance may stand still just before it writes to stable. */
    @Test
    void whoComesFirstKeepsOutWhoWasThereBefore() {
        assertThat(plan(States.deploying().claimed(2), seen(OLD, null, 2, null)).subList(0, 4))
                .containsExactly(
                        new TakeOver(WEB),
                        new TakeOver(CART),
                        new TakeOver(WORKER),
                        new ApplyCanary(WEB, NEW.getFirst(), 1));
    }

    @Test
    void usersGoBackBeforeAnybodyIsKeptOut() {
        assertThat(plan(States.takingTrafficBack(null).claimed(2), seen(OLD, NEW, 2, 50)))
                .containsExactly(
                        new SetWeight(CART, 0),
                        new SetWeight(WEB, 0),
                        new TakeOver(WEB),
                        new TakeOver(CART),
                        new TakeOver(WORKER));
    }

    @ParameterizedTest
    @CsvSource({"10,0,1", "10,10,1", "10,11,2", "10,50,5", "3,50,2", "10,100,10", "0,50,1", "1,1,1"})
    void aCanaryHasItsShareOfReplicasAndAtLeastOne(int stable, int weight, int expected) {
        assertThat(RolloutPlanner.canaryReplicas(stable, weight)).isEqualTo(expected);
    }

    private static List<RolloutStep> plan(Rollout.Underway state, List<Observed.Present> seen) {
        return RolloutPlanner.plan(state, seen, state.fence(7));
    }

    private static List<Observed.Present> seen(
            List<Installed> stable, @Nullable List<Installed> canary, int replicas, @Nullable Integer weight) {
        return Stream.iterate(0, i -> i + 1)
                .limit(stable.size())
                .map(i -> present(
                        stable.get(i),
                        canary == null ? null : canary.get(i),
                        replicas,
                        replicas,
                        stable.get(i).component().equals("worker") ? null : weight))
                .toList();
    }

    private static Observed.Present present(
            Installed stable, @Nullable Installed canary, int replicas, int available, @Nullable Integer weight) {
        return new Observed.Present(
                stable.component(),
                new Observed.Workload(stable, replicas, available, available < replicas ? "some are missing" : null),
                canary == null ? null : new Observed.Workload(canary, 1, 1, null),
                weight,
                new Fence(1, true, 0));
    }
}
