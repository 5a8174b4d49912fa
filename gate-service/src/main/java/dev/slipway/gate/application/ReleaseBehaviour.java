package dev.slipway.gate.application;

import dev.slipway.decision.Decision;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GateCheck;
import dev.slipway.events.GatePlan;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.StagePlan;
import dev.slipway.gate.domain.Dossier;
import dev.slipway.gate.domain.Phase;
import dev.slipway.gate.domain.Progress;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.ReleasePolicy;
import dev.slipway.gate.domain.Request;
import dev.slipway.gate.domain.Signal;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import dev.slipway.service.resilience.Concurrently;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The release as an aggregate. */
public final class ReleaseBehaviour implements Behaviour<Release, Signal> {
    static final String APPLICATION = "application";
    static final String ACTIVE = "active";
    static final String MOVING = "moving";
    static final String ROLLBACK_FAILED = "rollbackFailed";
    static final String REQUESTED = "requested";
    static final String PLACED = "placed";
    static final String ENVIRONMENTS = "environments";

    private final ReleasePolicy policy;
    private final Prober prober;
    private final Clock clock;

    public ReleaseBehaviour(ReleasePolicy policy, Prober prober, Clock clock) {
        this.policy = policy;
        this.prober = prober;
        this.clock = clock;
    }

    @Override
    public Class<Release> stateType() {
        return Release.class;
    }

    @Override
    public Release initial(String id) {
        return new Release.Unknown(id);
    }

    @Override
    public Optional<Routed<Signal>> route(EventEnvelope envelope) {
        return HeardEvents.signal(envelope)
                .map(signal -> new Routed<>(envelope.release().value(), signal));
    }

    @Override
    public Decision<Release> decide(Release state, Signal signal, Instant now) {
        return policy.decide(state, signal, now);
    }

    @Override
    public Subject subject(Release state) {
        Request request = requestOf(state)
                .orElseThrow(() -> new IllegalStateException("a release that nobody asked for says nothing"));
        return new Subject(
                ReleaseId.of(request.application(), request.version()),
                request.application(),
                request.version().text());
    }

    /** Asks the probes that are due, all at once; the time itself is the rest of the answer. */
    @Override
    public Signal work(Turn<Release> turn) {
        if (!(turn.state() instanceof Release.InStage at)) {
            return new Signal.TimeReached(List.of());
        }
        StagePlan stage = at.dossier().request().plan().stages().get(at.stage());
        return switch (at.phase()) {
            case Phase.Entry entry -> new Signal.TimeReached(ask(stage.entry(), entry.probes(), turn.now()));
            case Phase.Verifying verifying ->
                new Signal.TimeReached(ask(stage.verification(), verifying.probes(), turn.now()));
            case Phase.Deploying _, Phase.OnCanary _ -> new Signal.TimeReached(List.of());
        };
    }

    private List<Phase.ProbeTry> ask(List<GatePlan> gates, List<Phase.ProbeTry> answered, Instant now) {
        List<GatePlan> due = gates.stream()
                .filter(gate -> gate.check() instanceof GateCheck.Probe probe && isDue(gate, probe, answered, now))
                .toList();
        return Concurrently.map(due, gate -> ask(gate, (GateCheck.Probe) gate.check()));
    }

    private static boolean isDue(GatePlan gate, GateCheck.Probe probe, List<Phase.ProbeTry> answered, Instant now) {
        return answered.stream()
                .filter(answer -> answer.gate().equals(gate.name()))
                .allMatch(answer ->
                        !answer.asExpected() && !now.isBefore(answer.at().plus(probe.every())));
    }

    private Phase.ProbeTry ask(GatePlan gate, GateCheck.Probe probe) {
        Prober.Answer answer = prober.ask(probe);
        return new Phase.ProbeTry(gate.name(), clock.instant(), answer.asExpected(), answer.text());
    }

    @Override
    public Map<String, Object> indexed(Release state) {
        List<String> environments = Running.environments(state);
        return requestOf(state)
                .<Map<String, Object>>map(request -> Map.of(
                        APPLICATION,
                        request.application(),
                        REQUESTED,
                        request.requestedAt(),
                        ACTIVE,
                        !(state instanceof Release.Completed || state instanceof Release.Stopped),
                        MOVING,
                        Progress.dueBy(state).isPresent(),
                        ROLLBACK_FAILED,
                        state instanceof Release.Stopped stopped && stopped.isStillThere(),
                        PLACED,
                        !environments.isEmpty(),
                        ENVIRONMENTS,
                        environments))
                .orElse(Map.of());
    }

    /** What was asked for; empty where nobody did. */
    static Optional<Request> requestOf(Release state) {
        return switch (state) {
            case Release.Unknown _ -> Optional.empty();
            case Release.AwaitingArtifacts awaiting -> Optional.of(awaiting.request());
            case Release.InStage at -> Optional.of(at.dossier().request());
            case Release.RollingBack back -> Optional.of(back.dossier().request());
            case Release.Completed completed -> Optional.of(completed.dossier().request());
            case Release.Stopped stopped -> Optional.of(stopped.dossier().request());
        };
    }

    static Optional<Dossier> dossierOf(Release state) {
        return switch (state) {
            case Release.Unknown _, Release.AwaitingArtifacts _ -> Optional.empty();
            case Release.InStage at -> Optional.of(at.dossier());
            case Release.RollingBack back -> Optional.of(back.dossier());
            case Release.Completed completed -> Optional.of(completed.dossier());
            case Release.Stopped stopped -> Optional.of(stopped.dossier());
        };
    }
}
