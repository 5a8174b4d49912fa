package dev.slipway.canary.application;

import dev.slipway.canary.domain.Canary;
import dev.slipway.canary.domain.Signal;
import dev.slipway.events.Actor;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Incoming;
import dev.slipway.service.aggregate.Outcome;
import dev.slipway.service.config.Shell;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The canaries of all releases. */
public final class Canaries {
    private final Aggregates<Canary, Signal> canaries;

    private Canaries(Aggregates<Canary, Signal> canaries) {
        this.canaries = canaries;
    }

    /** Puts them on the shell. */
    public static Canaries on(Shell shell, MetricSource source, Clock clock) {
        Measurer measurer = new Measurer(source, clock);
        Aggregates<Canary, Signal> canaries =
                shell.aggregates("canaries", new CanaryBehaviour(measurer), CanaryBehaviour.APPLICATION);
        shell.listen(HeardEvents.TOPICS, events -> events.forEach(heard -> canaries.on(heard.envelope())));
        return new Canaries(canaries);
    }

    public Optional<Canary> find(String release) {
        return canaries.state(release);
    }

    public Outcome<Canary> pause(String release, Actor person, @Nullable String reason) {
        return canaries.handle(release, Incoming.command(new Signal.PauseAsked(person.name(), reason), null));
    }

    public Outcome<Canary> resume(String release, Actor person, @Nullable String reason) {
        return canaries.handle(release, Incoming.command(new Signal.ResumeAsked(person.name(), reason), null));
    }
}
