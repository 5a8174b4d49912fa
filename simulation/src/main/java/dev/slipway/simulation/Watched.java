package dev.slipway.simulation;

import dev.slipway.decision.Decision;
import dev.slipway.events.EventEnvelope;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Rules, what a mistake makes of them, and who sees which signals they were asked about in which states. */
final class Watched<S, G> implements Behaviour<S, G> {
    private final Behaviour<S, G> rules;
    private final Defect defect;
    private final BiConsumer<S, G> seen;

    Watched(Behaviour<S, G> rules, Defect defect, BiConsumer<S, G> seen) {
        this.rules = rules;
        this.defect = defect;
        this.seen = seen;
    }

    @Override
    public Class<S> stateType() {
        return rules.stateType();
    }

    @Override
    public S initial(String id) {
        return rules.initial(id);
    }

    @Override
    public Optional<Routed<G>> route(EventEnvelope envelope) {
        return rules.route(envelope);
    }

    @Override
    public Decision<S> decide(S state, G signal, Instant now) {
        seen.accept(state, signal);
        return defect.decide(rules, state, signal, now);
    }

    @Override
    public Subject subject(S state) {
        return rules.subject(state);
    }

    @Override
    public G work(Turn<S> turn) {
        return rules.work(turn);
    }

    @Override
    public Map<String, Object> indexed(S state) {
        return rules.indexed(state);
    }
}
