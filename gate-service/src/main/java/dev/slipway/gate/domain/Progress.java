package dev.slipway.gate.domain;

import dev.slipway.events.Plan;
import dev.slipway.events.RolloutPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By when a release has to move on where machines move it. Where it waits for people, evidence or a soak it may wait; the
 * stage's time budget ends that by a timer, and timers that are late are told apart from this.
 */
public final class Progress {
    /** Above all that a crash can cost: a session (6 s), a lease (30 s), a retry (10 s) and a service's start. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private Progress() {}

    public static boolean isStuck(Release release, Instant now) {
        return dueBy(release).filter(now::isAfter).isPresent();
    }

    /** Whether it is in the other's way: one release at a time is brought to an environment. */
    public static boolean holdsUp(Release one, Release other) {
        return other instanceof Release.InStage waiting
                && one instanceof Release.InStage holding
                && waiting.phase() instanceof Phase.Deploying
                && !(holding.phase() instanceof Phase.Entry)
                && holding.startedAt().isBefore(waiting.startedAt())
                && holding.plan().environment() != null
                && holding.plan().environment().equals(waiting.plan().environment());
    }

    /** Empty where nobody but people, CI or time moves it. */
    public static Optional<Instant> dueBy(Release release) {
        return switch (release) {
            case Release.Unknown _ -> Optional.empty();
            case Release.AwaitingArtifacts _ -> Optional.empty();
            case Release.InStage in -> inStage(in);
            case Release.RollingBack back ->
                Optional.of(back.startedAt()
                        .plus(deployment(
                                back.dossier().request().plan(),
                                back.dossier()
                                        .request()
                                        .plan()
                                        .stage(back.stage())
                                        .rollout()))
                        .plus(GRACE));
            case Release.Completed _ -> Optional.empty();
            case Release.Stopped _ -> Optional.empty();
        };
    }

    private static Optional<Instant> inStage(Release.InStage in) {
        Plan plan = in.dossier().request().plan();
        RolloutPlan rollout = in.plan().rollout();
        return switch (in.phase()) {
            case Phase.Entry _ -> Optional.empty();
            case Phase.Deploying(Instant since) ->
                Optional.of(since.plus(deployment(plan, rollout)).plus(GRACE));
            case Phase.OnCanary canary ->
                canary.paused() == null && rollout instanceof RolloutPlan.Canary steps
                        ? Optional.of(onStep(canary, steps)
                                .plus(deployment(plan, rollout)) // behind the last step, stable is brought to it
                                .plus(GRACE))
                        : Optional.empty();
            case Phase.Verifying _ -> Optional.empty(); // a watch may be paused, which is not told apart here
        };
    }

    /** Until when its step holds; with no step confirmed yet, since when it waits for the first. */
    private static Instant onStep(Phase.OnCanary canary, RolloutPlan.Canary plan) {
        return canary.stepSince() == null ? canary.since() : canary.stepSince().plus(hold(plan, canary.step()));
    }

    /** One component after the other; deploy-service gives each its time, and fails the deployment then. */
    private static Duration deployment(Plan plan, @Nullable RolloutPlan rollout) {
        return rollout == null
                ? Duration.ZERO
                : rollout.readyWithin()
                        .multipliedBy(Math.max(1, plan.components().size()));
    }

    private static Duration hold(RolloutPlan.Canary canary, int step) {
        return step < canary.steps().size() ? canary.steps().get(step).hold() : Duration.ZERO;
    }
}
