package dev.slipway.deploy.application;

import dev.slipway.decision.Decision;
import dev.slipway.deploy.domain.Dossier;
import dev.slipway.deploy.domain.Request;
import dev.slipway.deploy.domain.Rollout;
import dev.slipway.deploy.domain.RolloutPolicy;
import dev.slipway.deploy.domain.Signal;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Topic;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rollout as the shell sees it. */
public final class RolloutBehaviour implements Behaviour<Rollout, Signal> {
    /** What a rollout hears. */
    public static final List<Topic> HEARD = List.of(
            Topic.RELEASE_REQUESTED,
            Topic.GATE_PASSED,
            Topic.TRAFFIC_SHIFT_REQUESTED,
            Topic.CANARY_HEALTHY,
            Topic.ROLLBACK_TRIGGERED,
            Topic.RELEASE_COMPLETED,
            Topic.RELEASE_STOPPED);

    private final RolloutWork work;

    public RolloutBehaviour(RolloutWork work) {
        this.work = work;
    }

    @Override
    public Class<Rollout> stateType() {
        return Rollout.class;
    }

    @Override
    public Rollout initial(String id) {
        return new Rollout.Unknown(id);
    }

    @Override
    public Optional<Routed<Signal>> route(EventEnvelope envelope) {
        return Optional.ofNullable(signal(envelope))
                .map(signal -> new Routed<>(envelope.release().value(), signal));
    }

    private static @Nullable Signal signal(EventEnvelope envelope) {
        return switch (envelope.event()) {
            case ReleaseRequested requested ->
                new Signal.Requested(new Request(
                        envelope.release(),
                        envelope.application(),
                        envelope.version(),
                        requested.plan(),
                        requested.artifacts()));
            case GatePassed passed -> entryPassed(envelope.stage(), passed);
            case TrafficShiftRequested(var environment, var step, var weight) ->
                new Signal.ShiftAsked(environment, step, weight);
            case CanaryHealthy healthy -> new Signal.CanaryDidWell(healthy.environment());
            case RollbackTriggered trigger -> new Signal.RollbackAsked(envelope.stage(), trigger);
            case ReleaseCompleted _ -> new Signal.Completed();
            case ReleaseStopped(var outcome, var detail) -> new Signal.Stopped(outcome.label() + ": " + detail);
            default -> null;
        };
    }

    private static @Nullable Signal entryPassed(@Nullable String stage, GatePassed passed) {
        String environment = passed.environment();
        return passed.phase() == GatePhase.ENTRY && stage != null && environment != null
                ? new Signal.EntryPassed(stage, environment, passed.artifacts(), passed.pipelineRevision())
                : null;
    }

    @Override
    public Decision<Rollout> decide(Rollout state, Signal signal, Instant now) {
        return RolloutPolicy.decide(state, signal, now);
    }

    @Override
    public Subject subject(Rollout state) {
        Request request = state.known()
                .map(Dossier::request)
                .orElseThrow(() -> new IllegalStateException("nothing is said about a release that is not known"));
        return new Subject(request.release(), request.application(), request.version());
    }

    @Override
    public Signal work(Turn<Rollout> turn) {
        return work.work(turn.state(), turn.version(), turn.now());
    }

    @Override
    public Map<String, Object> indexed(Rollout state) {
        return state.known()
                .<Map<String, Object>>map(
                        dossier -> Map.of("application", dossier.request().application()))
                .orElse(Map.of());
    }
}
