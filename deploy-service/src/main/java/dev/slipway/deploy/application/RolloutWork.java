package dev.slipway.deploy.application;

import dev.slipway.deploy.domain.Attempt;
import dev.slipway.deploy.domain.Claim;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.Occupancy;
import dev.slipway.deploy.domain.Progress;
import dev.slipway.deploy.domain.Request;
import dev.slipway.deploy.domain.Rollout;
import dev.slipway.deploy.domain.Signal;
import dev.slipway.deploy.domain.Stay;
import dev.slipway.events.ComponentState;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.StagePlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a state wants done outside: asks for environments, looks versions up, and lets {@link Steps} do the rest. */
final class RolloutWork {
    private static final Logger log = LoggerFactory.getLogger(RolloutWork.class);

    private final Steps forth;
    private final Steps back;
    private final Environments environments;
    private final Predicate<String> hasEnded;

    /**
     * @param forth does what brings a release in
     * @param back does what takes one back; on its own, so that a rollback never waits behind rollouts
     * @param hasEnded whether a release wants no environment any more
     */
    RolloutWork(Steps forth, Steps back, Environments environments, Predicate<String> hasEnded) {
        this.forth = forth;
        this.back = back;
        this.environments = environments;
        this.hasEnded = hasEnded;
    }

    Signal work(Rollout state, long version, Instant now) {
        return switch (state) {
            case Rollout.Claiming s -> new Signal.ClaimAnswered(s, claim(s, s.environment(), s.namespace(), now));
            case Rollout.Reclaiming s -> new Signal.ReclaimAnswered(s, claim(s, s.environment(), s.namespace(), now));
            case Rollout.Deploying s -> result(s, forth.take(s, version, now), now);
            case Rollout.Shifting s -> result(s, forth.take(s, version, now), now);
            case Rollout.Promoting s -> result(s, forth.take(s, version, now), now);
            case Rollout.TakingTrafficBack s -> result(s, back.take(s, version, now), now);
            case Rollout.Restoring s -> result(s, back.take(s, version, now), now);
            case Rollout.LookingUp s -> lookUp(s, version, now);
            case Rollout.Freeing s -> free(s);
            case Rollout.Unknown _,
                    Rollout.Idle _,
                    Rollout.Serving _,
                    Rollout.Failed _,
                    Rollout.Halted _,
                    Rollout.Ended _ ->
                throw new IllegalStateException(
                        state.getClass().getSimpleName() + " wants no work, so it must not have a wakeAt");
        };
    }

    private static Signal result(Rollout.Underway state, Attempt attempt, Instant looked) {
        return switch (attempt) {
            case Progress progress -> new Signal.Progressed(state, progress, looked);
            case Attempt.FencedOff(var by) -> fencedOff(state, by);
        };
    }

    private static Signal fencedOff(Rollout.Fenced state, Fence by) {
        log.atWarn()
                .addKeyValue("release", state.dossier().request().release())
                .addKeyValue("fence", by)
                .log("somebody else has been there since: nothing was changed");
        return new Signal.FencedOff(state, by);
    }

    /** That a release is to leave is remembered, whoever holds the environment. */
    private Claim claim(Rollout.OfRelease state, String name, String namespace, Instant now) {
        boolean leaves = state instanceof Rollout.Reclaiming;
        Request request = state.dossier().request();
        String release = request.release().value();
        Environment environment = environments.change(request.application(), name, namespace, known -> {
            Environment claimed = claimed(known, release);
            return leaves ? claimed.without(release) : claimed;
        });
        String holder = environment.holder();
        boolean held = holder != null && !holder.equals(release);
        List<Observed> seen = held && !leaves
                ? List.of()
                : (leaves ? back : forth).observe(namespace, request.plan().components());
        boolean canary = leaves && hasCanary(seen, release);
        if (holder != null && held) {
            Occupancy current = environment.current();
            return new Claim.HeldBy(
                    holder, current == null ? Occupancy.of(List.of(), now) : current, environment.next(), canary);
        }
        Fence claim = environment.fence();
        List<Installed> installed = installed(seen);
        for (Observed one : seen) {
            if (one instanceof Observed.Missing(var component, var detail)) {
                return new Claim.Missing(component, detail, installed, canary, claim.claim());
            }
        }
        Environment known = environments.change(
                request.application(), name, namespace, before -> before.running(installed, claim, now));
        Occupancy current = known.current();
        return new Claim.Won(current == null ? Occupancy.of(installed, now) : current, canary, claim.claim());
    }

    private static boolean hasCanary(List<Observed> seen, String release) {
        return seen.stream()
                .anyMatch(one -> one instanceof Observed.Present present
                        && present.canary() != null
                        && release.equals(present.canary().installed().release()));
    }

    private static List<Installed> installed(List<Observed> seen) {
        return seen.stream()
                .flatMap(one -> one instanceof Observed.Present present
                        ? Stream.of(present.stable().installed())
                        : Stream.empty())
                .toList();
    }

    /** One that stood still while its release ended may have claimed afterwards: that holds up nobody. */
    private Environment claimed(Environment known, String release) {
        String holder = known.holder();
        Environment free =
                holder != null && !holder.equals(release) && hasEnded.test(holder) ? known.freedBy(holder) : known;
        return free.claimedBy(release).orElse(known);
    }

    /** Where there is nothing to go back to nothing more is done, so what was brought half way is what runs from now on. */
    private Signal lookUp(Rollout.LookingUp state, long version, Instant now) {
        Request request = state.dossier().request();
        Stay stay = state.way().stay();
        Fence fence = new Fence(stay.claim(), true, version);
        Environment environment = environments.change(
                request.application(),
                stay.environment(),
                stay.namespace(),
                before -> goal(state, before)
                        .map(goal -> before.leadingTo(goal, request.release().value(), fence))
                        .orElse(before));
        if (environment.fence().refuses(fence)) { // nothing of what comes of it would be recorded
            return fencedOff(state, environment.fence());
        }
        Optional<Occupancy> goal = goal(state, environment);
        if (goal.isPresent()) {
            return new Signal.VersionFound(state, goal.get());
        }
        List<Observed> seen = back.observe(stay.namespace(), request.plan().components());
        List<ComponentState> running = seen.stream()
                .flatMap(one -> one instanceof Observed.Present present ? Stream.of(present.state()) : Stream.empty())
                .toList();
        environments.change(
                request.application(),
                stay.environment(),
                stay.namespace(),
                before -> before.without(request.release().value()).running(installed(seen), fence, now));
        return new Signal.VersionUnknown(state, List.copyOf(environment.knownVersions()), running);
    }

    private static Optional<Occupancy> goal(Rollout.LookingUp state, Environment environment) {
        String to = state.way().trigger().to();
        return to == null
                ? environment.before(
                        state.dossier().request().release().value(),
                        state.way().stay().previous())
                : environment.named(to);
    }

    private Signal free(Rollout.Freeing state) {
        Request request = state.dossier().request();
        for (StagePlan stage : request.plan().stages()) {
            if (stage.environment() instanceof EnvironmentPlan(var name, var namespace)) {
                environments.change(
                        request.application(),
                        name,
                        namespace,
                        environment -> environment.freedBy(request.release().value()));
            }
        }
        return new Signal.Freed(state);
    }
}
