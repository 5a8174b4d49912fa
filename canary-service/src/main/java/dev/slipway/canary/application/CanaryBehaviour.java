package dev.slipway.canary.application;

import dev.slipway.canary.domain.Canary;
import dev.slipway.canary.domain.CanaryPolicy;
import dev.slipway.canary.domain.Dossier;
import dev.slipway.canary.domain.Signal;
import dev.slipway.decision.Decision;
import dev.slipway.events.EventEnvelope;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The canary as an aggregate; its work is to measure. */
final class CanaryBehaviour implements Behaviour<Canary, Signal> {
    static final String APPLICATION = "application";

    private final Measurer measurer;

    CanaryBehaviour(Measurer measurer) {
        this.measurer = measurer;
    }

    @Override
    public Class<Canary> stateType() {
        return Canary.class;
    }

    @Override
    public Canary initial(String id) {
        return new Canary.Unknown(id);
    }

    @Override
    public Optional<Routed<Signal>> route(EventEnvelope envelope) {
        return HeardEvents.signal(envelope)
                .map(signal -> new Routed<>(envelope.release().value(), signal));
    }

    @Override
    public Decision<Canary> decide(Canary state, Signal signal, Instant now) {
        return CanaryPolicy.decide(state, signal, now);
    }

    @Override
    public Subject subject(Canary state) {
        Dossier dossier = state.known()
                .orElseThrow(() -> new IllegalStateException("a canary of an unknown release says nothing"));
        return new Subject(dossier.release(), dossier.application(), dossier.version());
    }

    @Override
    public Signal work(Turn<Canary> turn) {
        if (turn.state() instanceof Canary.Measuring measuring) {
            return measurer.measure(turn.id(), measuring);
        }
        throw new IllegalStateException(
                turn.id() + " is " + turn.state().getClass().getSimpleName() + ", which wants no work");
    }

    @Override
    public Map<String, Object> indexed(Canary state) {
        return state.known()
                .<Map<String, Object>>map(dossier -> Map.of(APPLICATION, dossier.application()))
                .orElse(Map.of());
    }
}
