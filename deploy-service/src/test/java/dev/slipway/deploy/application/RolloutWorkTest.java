package dev.slipway.deploy.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.deploy.domain.Claim;
import dev.slipway.deploy.domain.Dossier;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Examples;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.Occupancy;
import dev.slipway.deploy.domain.Progress;
import dev.slipway.deploy.domain.Rollout;
import dev.slipway.deploy.domain.RolloutPolicy;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.deploy.domain.Signal;
import dev.slipway.deploy.domain.Stay;
import dev.slipway.deploy.domain.WayBack;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.RollbackTriggered;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RolloutWorkTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Map<String, Environment> stored = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Environments environments = new Environments(new Stored());
    private final Steps steps = new Steps(new Calm(), environments);
    private List<Installed> installed = Examples.installed("v1.2.2");
    private StepResult answer = new StepResult.Done();
    private @Nullable StepResult awaited;
    private @Nullable Installed canary;
    private @Nullable String refused;
    private final RolloutWork work = new RolloutWork(steps, steps, environments, ended::contains);

    @Test
    void anEnvironmentIsOneReleasesAtATime() {
        assertThat(claim("v1.2.3")).isInstanceOf(Claim.Won.class);

        assertThat(claim("v1.2.4"))
                .isInstanceOfSatisfying(
                        Claim.HeldBy.class, held -> assertThat(held.release()).isEqualTo("shop-v1.2.3"));
    }

    /** One that stood still in the middle of its claim may make it after its release has ended, and nobody would end it. */
    @Test
    void aReleaseThatHasEndedHoldsUpNobody() {
        claim("v1.2.3");
        ended.add("shop-v1.2.3");

        assertThat(claim("v1.2.4")).isInstanceOf(Claim.Won.class);
        assertThat(stored.values()).extracting(Environment::holder).containsExactly("shop-v1.2.4");
    }

    @Test
    void whatIsSaidToRunIsSaidUnderTheClaimThatTheEnvironmentHas() {
        claim("v1.2.3");
        ended.add("shop-v1.2.3");
        installed = Examples.request("v1.2.4").installed();
        var claiming = new Rollout.Claiming(
                new Dossier(Examples.request("v1.2.4"), List.of()), "staging", "staging", "shop-staging", NOON);

        Decision<Rollout> decision = RolloutPolicy.decide(claiming, work.work(claiming, 1, NOON), NOON);

        long second = stored.values().iterator().next().fence().claim();
        assertThat(second).isEqualTo(2);
        assertThat(decision instanceof Decision.Become<Rollout> become ? become.said() : List.<Said>of())
                .last()
                .extracting(Said::event)
                .isInstanceOfSatisfying(
                        DeploymentSucceeded.class,
                        done -> assertThat(done.claim()).isEqualTo(second));
    }

    /** One that stood still finds out; one whose store is older than the cluster comes through by a greater claim. */
    @Test
    void whoFindsAGreaterFenceThereClaimsAgainBeyondIt() {
        Rollout.Deploying state = deploying();
        answer = new StepResult.FencedOff(new Fence(9, true, 4));

        Signal signal = work.work(state, 3, NOON);

        assertThat(signal).isEqualTo(new Signal.FencedOff(state, new Fence(9, true, 4)));
        assertThat(RolloutPolicy.decide(state, signal, NOON)).isEqualTo(Decision.become(state.claimed(10), NOON));
        assertThat(RolloutPolicy.decide(state.claimed(5), signal, NOON)).isInstanceOf(Decision.Ignore.class);
    }

    @Test
    void whatRunsIsRecordedByNobodyWhoWasOvertaken() {
        claim("v1.2.3");
        Environment known = stored.values().iterator().next();
        Environment later = known.running(Examples.installed("v1.2.2"), new Fence(5, true, 1), NOON);
        stored.put(later.id(), later);

        assertThat(work.work(deploying(), 3, NOON)).isInstanceOf(Signal.FencedOff.class);
        assertThat(stored.values()).containsExactly(later);
    }

    /** Nothing more is done then, and what was brought half way is what runs. */
    @Test
    void whatRunsIsRecordedWhereNobodyKnowsTheVersionToGoBackTo() {
        Stay stay = stay("v1.2.1");

        Signal signal =
                work.work(new Rollout.LookingUp(dossier(), new WayBack(stay, trigger("v0.0.9"), false)), 5, NOON);

        assertThat(signal).isInstanceOf(Signal.VersionUnknown.class);
        assertThat(stored.values())
                .extracting(Environment::current)
                .containsExactly(Occupancy.of(Examples.installed("v1.2.2"), NOON));
    }

    /** Where its time is over at once, nobody looks again, and what the failed rollback says is what the trail knows. */
    @Test
    void whatWasPutBackIsSaidToRunThoughItIsNotReady() {
        installed = Examples.installed("v1.2.3");
        awaited = new StepResult.NotYet("0 of 2 are ready");
        Occupancy goal = Occupancy.of(Examples.installed("v1.2.2"), NOON);

        Signal signal = work.work(restoring(), 5, NOON);

        assertThat(signal)
                .isInstanceOfSatisfying(
                        Signal.Progressed.class,
                        progressed -> assertThat(progressed.progress())
                                .isInstanceOfSatisfying(
                                        Progress.NotYet.class,
                                        waiting -> assertThat(waiting.components())
                                                .isNotEmpty()
                                                .allMatch(state ->
                                                        state.version().equals("v1.2.2") && !state.healthy())));
        assertThat(stored.values())
                .as("what the next rollback begins from")
                .extracting(Environment::current)
                .containsExactly(goal);
    }

    /** The rollback ends there, and the next one begins from it: web was put back, cart was refused. */
    @Test
    void whatABrokenRollbackPutBackIsRecordedForEachComponent() {
        List<Installed> bad = Examples.request("v1.2.3").installed();
        List<Installed> before = Examples.installed("v1.2.2");
        installed = bad;
        refused = "cart";

        Signal signal = work.work(restoring(), 5, NOON);

        List<Installed> mixed = List.of(before.get(0), bad.get(1), before.get(2));
        assertThat(((Signal.Progressed) signal).progress())
                .isInstanceOfSatisfying(
                        Progress.Broken.class,
                        broken -> assertThat(broken.components())
                                .extracting(ComponentState::version)
                                .containsExactly("v1.2.2", "v1.2.3", "v1.2.2"));
        assertThat(stored.values()).extracting(Environment::current).containsExactly(Occupancy.of(mixed, NOON));
    }

    @Test
    void whatIsBroughtForthIsRecordedOnlyOnceItIsThere() {
        awaited = new StepResult.NotYet("0 of 2 are ready");

        work.work(deploying(), 5, NOON);

        assertThat(stored).isEmpty();
    }

    @Test
    void aRollbackThatWasOvertakenRecordsNothing() {
        Environment later = Environment.unknown(Examples.APPLICATION, "staging", "shop-staging")
                .running(Examples.installed("v1.2.9"), new Fence(9, true, 1), NOON);
        stored.put(later.id(), later);
        installed = Examples.request("v1.2.3").installed();
        awaited = new StepResult.NotYet("0 of 2 are ready");

        assertThat(work.work(restoring(), 5, NOON)).isInstanceOf(Signal.FencedOff.class);
        assertThat(stored.values()).containsExactly(later);
    }

    /** Two instances may claim for one release, and the lesser claim be the one that is kept. */
    @Test
    void whoIsFencedOffWhileItLooksUpClaimsAgainBeyondItAndThenRecordsWhatRuns() {
        Environment later = Environment.unknown(Examples.APPLICATION, "staging", "shop-staging")
                .running(Examples.installed("v1.2.2"), new Fence(9, false, 0), NOON);
        stored.put(later.id(), later);
        installed = Examples.request("v1.2.3").installed();
        Occupancy itCame = Occupancy.of(Examples.installed("v1.2.2"), NOON);
        var stay = new Stay("staging", "staging", "shop-staging", NOON, itCame, 1);
        var state = new Rollout.LookingUp(dossier(), new WayBack(stay, trigger("v0.9.0"), false));

        Signal signal = work.work(state, 5, NOON);

        assertThat(signal).isEqualTo(new Signal.FencedOff(state, new Fence(9, false, 0)));
        assertThat(stored.values()).containsExactly(later);
        assertThat(RolloutPolicy.decide(state, signal, NOON)).isEqualTo(Decision.become(state.claimed(10), NOON));
        assertThat(work.work(state.claimed(10), 6, NOON)).isInstanceOf(Signal.VersionUnknown.class);
        assertThat(stored.values())
                .extracting(environment ->
                        Objects.requireNonNull(environment.current()).components())
                .containsExactly(installed);
    }

    @Test
    void aCanaryThatIsStillThereIsSeen() {
        assertThat(reclaim("v1.2.3"))
                .isInstanceOfSatisfying(
                        Claim.Won.class, won -> assertThat(won.canary()).isFalse());

        canary = Examples.installed("v1.2.3").getFirst();
        assertThat(reclaim("v1.2.3"))
                .isInstanceOfSatisfying(
                        Claim.Won.class, won -> assertThat(won.canary()).isFalse());

        canary = Examples.request("v1.2.3").installed().getFirst();
        assertThat(reclaim("v1.2.3"))
                .isInstanceOfSatisfying(
                        Claim.Won.class, won -> assertThat(won.canary()).isTrue());
    }

    /** v1.1.0 is taken back while v1.2.3, which came after it, holds the environment; then v1.2.3 goes back as well. */
    @Test
    void whatWasTakenBackIsNotWhatTheNextOneGoesBackTo() {
        runs("v1.0.0", "v1.1.0", "v1.2.3");
        claim("v1.2.3");

        assertThat(reclaim("v1.1.0"))
                .isInstanceOfSatisfying(
                        Claim.HeldBy.class, held -> assertThat(held.next()).isNull());
        assertThat(goal("v1.1.0").version()).isEqualTo("v1.0.0");
    }

    /** People want v1.1.0 gone while v1.2.3 is being put in its place, and are told to take that one back first. */
    @Test
    void whatWasToBeTakenBackIsNotWhatTheNextOneGoesBackTo() {
        runs("v1.0.0", "v1.1.0");
        claim("v1.2.3");

        assertThat(reclaim("v1.1.0"))
                .isInstanceOfSatisfying(
                        Claim.HeldBy.class,
                        held -> assertThat(held.current().version()).isEqualTo("v1.1.0"));
        assertThat(goal("v1.1.0").version()).isEqualTo("v1.0.0");
    }

    /** Nobody knows v9; v1.2.3 stays, which people wanted to be gone, until something is put in its place. */
    @Test
    void whereThereIsNothingToGoBackToItIsRememberedThatTheReleaseIsToGo() {
        runs("v1.0.0", "v1.2.3");
        claim("v1.2.3");
        var stay = new Stay("staging", "staging", "shop-staging", NOON, Occupancy.of(List.of(), NOON), 1);

        assertThat(work.work(new Rollout.LookingUp(dossier(), new WayBack(stay, trigger("v9"), false)), 5, NOON))
                .isInstanceOf(Signal.VersionUnknown.class);

        assertThat(stored.values().iterator().next().takenBack()).containsExactly("shop-v1.2.3");
    }

    @Test
    void whoseTrafficCannotBeTakenBackIsToGoAllTheSame() {
        runs("v1.0.0", "v1.2.3");
        claim("v1.2.3");
        answer = new StepResult.Broken(DeploymentFailed.Cause.OTHER, "no");

        work.work(
                new Rollout.TakingTrafficBack(dossier(), new WayBack(stay("v1.0.0"), trigger(null), false), NOON),
                5,
                NOON);

        assertThat(stored.values().iterator().next().takenBack()).containsExactly("shop-v1.2.3");
    }

    /** What ran before may not start any more. */
    @Test
    void whoNamesTheReleaseItselfWantsItAgain() {
        runs("v1.0.0", "v1.2.3");
        claim("v1.2.3");
        WayBack way = new WayBack(stay("v1.0.0"), trigger("v1.2.3"), false);
        Signal found = work.work(new Rollout.LookingUp(dossier(), way), 5, NOON);
        installed = Examples.installed("v1.0.0");
        awaited = new StepResult.NotYet("0 of 2 are ready");

        work.work(new Rollout.Restoring(dossier(), way, ((Signal.VersionFound) found).goal(), NOON), 6, NOON);

        assertThat(stored.values().iterator().next().takenBack()).isEmpty();
    }

    /** And the other way round: v1.2.3 is on its way back to v1.1.0 when that one is to go. */
    @Test
    void whatTheEnvironmentIsBeingTakenBackToIsThere() {
        runs("v1.0.0", "v1.1.0", "v1.2.3");
        claim("v1.2.3");

        assertThat(goal("v1.1.0").version()).isEqualTo("v1.1.0");
        assertThat(reclaim("v1.1.0"))
                .isInstanceOfSatisfying(
                        Claim.HeldBy.class,
                        held -> assertThat(Objects.requireNonNull(held.next()).version())
                                .isEqualTo("v1.1.0"));
    }

    @Test
    void whoWasWaitedForIsFollowedBack() {
        runs("v1.0.0", "v1.1.0", "v1.2.3");
        claim("v1.2.3");
        Occupancy itCame = Occupancy.of(Examples.request("v1.1.0").installed(), NOON);
        var stay = new Stay("staging", "staging", "shop-staging", NOON, itCame, 1);
        Rollout later = new Rollout.LookingUp(dossier(), new WayBack(stay, trigger(null), true));
        Rollout waiting = reclaiming("v1.1.0");

        Rollout restoring = after(later, 5);
        assertThat(after(waiting, 2)).isEqualTo(waiting);
        Rollout freeing = after(restoring, 6);
        installed = itCame.components();
        assertThat(after(waiting, 3))
                .as("it runs again, and is not said to stay")
                .isEqualTo(waiting);
        after(freeing, 7);
        Rollout back = after(after(after(waiting, 4), 5), 6);

        assertThat(back)
                .isInstanceOfSatisfying(
                        Rollout.Restoring.class,
                        restored -> assertThat(restored.goal().version()).isEqualTo("v1.0.0"));
    }

    private Rollout after(Rollout state, long version) {
        return ((Decision.Become<Rollout>) RolloutPolicy.decide(state, work.work(state, version, NOON), NOON)).state();
    }

    private void runs(String... versions) {
        Environment known = Environment.unknown(Examples.APPLICATION, "staging", "shop-staging");
        for (String version : versions) {
            known = known.running(Examples.request(version).installed(), Fence.NONE, NOON);
        }
        stored.put(known.id(), known);
        installed = Examples.request(versions[versions.length - 1]).installed();
    }

    private static Rollout.Reclaiming reclaiming(String version) {
        var dossier = new Dossier(Examples.request(version), List.of());
        return new Rollout.Reclaiming(dossier, "staging", "staging", "shop-staging", trigger(null), NOON, true);
    }

    private Claim reclaim(String version) {
        return ((Signal.ReclaimAnswered) work.work(reclaiming(version), 1, NOON)).claim();
    }

    /** What v1.2.3 goes back to, which came when that version ran. */
    private Occupancy goal(String before) {
        Occupancy itCame = Occupancy.of(Examples.request(before).installed(), NOON);
        var stay = new Stay("staging", "staging", "shop-staging", NOON, itCame, 1);
        var state = new Rollout.LookingUp(dossier(), new WayBack(stay, trigger(null), false));
        return ((Signal.VersionFound) work.work(state, 5, NOON)).goal();
    }

    private static RollbackTriggered trigger(@Nullable String to) {
        return new RollbackTriggered("staging", RollbackTriggered.Cause.PERSON, "it looks bad", null, to, NOON);
    }

    private static Rollout.Deploying deploying() {
        return new Rollout.Deploying(dossier(), stay("v1.2.2"), NOON);
    }

    private static Rollout.Restoring restoring() {
        Occupancy goal = Occupancy.of(Examples.installed("v1.2.2"), NOON);
        return new Rollout.Restoring(dossier(), new WayBack(stay("v1.2.2"), trigger(null), false), goal, NOON);
    }

    private static Dossier dossier() {
        return new Dossier(Examples.request("v1.2.3"), List.of());
    }

    private static Stay stay(String before) {
        return new Stay("staging", "staging", "shop-staging", NOON, Occupancy.of(Examples.installed(before), NOON), 1);
    }

    private Claim claim(String version) {
        var dossier = new Dossier(Examples.request(version), List.of());
        Signal signal = work.work(new Rollout.Claiming(dossier, "staging", "staging", "shop-staging", NOON), 1, NOON);
        return ((Signal.ClaimAnswered) signal).claim();
    }

    private final class Stored implements EnvironmentStore {
        @Override
        public Optional<Environment> load(String id) {
            return Optional.ofNullable(stored.get(id));
        }

        @Override
        public boolean saveIfUnchanged(Environment next) {
            stored.put(next.id(), next);
            return true;
        }

        @Override
        public List<Environment> all() {
            return List.copyOf(stored.values());
        }
    }

    /** A cluster where all is well and nothing is to be done. */
    private final class Calm implements Cluster {
        @Override
        public Observed observe(String namespace, ComponentPlan component) {
            Observed.Present seen = Examples.observed(installed, 2).stream()
                    .filter(one -> one.component().equals(component.name()))
                    .findFirst()
                    .orElseThrow();
            return canary == null || !canary.component().equals(component.name())
                    ? seen
                    : new Observed.Present(
                            seen.component(),
                            seen.stable(),
                            new Observed.Workload(canary, 1, 1, null),
                            50,
                            seen.fence());
        }

        @Override
        public StepResult perform(String namespace, RolloutStep.OnCluster step, Fence fence) {
            if (step instanceof RolloutStep.ApplyWorkload
                    && step.component().name().equals(refused)) {
                return new StepResult.Broken(DeploymentFailed.Cause.OTHER, "no");
            }
            if (step instanceof RolloutStep.AwaitReady && awaited != null) {
                return awaited;
            }
            return step instanceof RolloutStep.AwaitReady(var component, var _)
                    ? new StepResult.Ready(new ComponentState(component.name(), "v1.2.3", "image", true, null))
                    : answer;
        }

        @Override
        public void wakeWhenReady(String namespace, String release) {
            // all is ready
        }
    }
}
