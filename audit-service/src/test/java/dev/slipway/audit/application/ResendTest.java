package dev.slipway.audit.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.audit.Events;
import dev.slipway.audit.domain.Letter;
import dev.slipway.audit.domain.Resend;
import dev.slipway.audit.domain.ResendSignal;
import dev.slipway.decision.Refusal;
import dev.slipway.events.Actor;
import dev.slipway.events.DeadLetterResent;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import dev.slipway.service.aggregate.Incoming;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the rules and the shell make of a letter's way back, crashes included. */
class ResendTest implements KeptMessages {
    private static final Letter LETTER = new Letter(
            "GatePassed.dlt/0/17",
            Events.START,
            new ReleaseId("shop-v1.0.0"),
            5,
            new Letter.Said("GatePassed/3/41", "deploy-service", "a rule failed", "shop-v1.0.0", null, null));
    private static final DeadLetterResent RESENT = new DeadLetterResent(
            new EventId("GatePassed.dlt/0/17"), "GatePassed", "deploy-service", "ada", null, "mended");

    private final InMemoryAggregateStore store = new InMemoryAggregateStore();
    private final List<EventEnvelope> published = new ArrayList<>();
    private int sent;
    private boolean dies;
    private boolean kept = true;

    private Aggregates<Resend, ResendSignal> instance(String name) {
        return new Aggregates<>(
                "audit-service",
                name,
                new ResendBehaviour(this),
                store,
                published::addAll,
                Clock.fixed(Events.START, ZoneOffset.UTC),
                (_, _) -> {});
    }

    private @Nullable Refusal ask(Aggregates<Resend, ResendSignal> instance, String person) {
        return instance.handle(
                        LETTER.id(),
                        Incoming.command(new ResendSignal.Asked(LETTER, Actor.person(person), "mended"), null))
                .refusal();
    }

    private List<Event> said() {
        return published.stream().map(EventEnvelope::event).toList();
    }

    @Test
    void itIsSentOnceAndThenSaid() {
        var one = instance("one");

        assertThat(ask(one, "ada")).isNull();
        assertThat(sent).isZero();
        one.work(LETTER.id());
        one.work(LETTER.id());

        assertThat(sent).isOne();
        assertThat(said()).containsExactly(RESENT);
        assertThat(published.getFirst().actor()).isEqualTo(Actor.person("ada"));
        assertThat(published.getFirst().release()).isEqualTo(LETTER.release());
    }

    @Test
    void whoAsksAgainIsToldWhoDidAndWhen() {
        var one = instance("one");
        ask(one, "ada");

        Refusal meanwhile = Objects.requireNonNull(ask(instance("two"), "bob"));
        one.work(LETTER.id());
        Refusal afterwards = Objects.requireNonNull(ask(instance("two"), "bob"));

        assertThat(meanwhile.code()).isEqualTo("being-resent");
        assertThat(afterwards.code()).isEqualTo("already-resent");
        assertThat(afterwards.detail())
                .isEqualTo("dead letter 'GatePassed.dlt/0/17' was resent by ada at 2026-11-21T04:00:00Z");
        assertThat(sent).isOne();
    }

    /** Between the save and the send nothing was sent; between the send and the save it is sent again. */
    @Test
    void whoeverTakesOverAfterACrashFinishesIt() {
        var one = instance("one");
        ask(one, "ada");
        dies = true;
        assertThatThrownBy(() -> one.work(LETTER.id())).isInstanceOf(IllegalStateException.class);
        assertThat(published).isEmpty();
        dies = false;

        instance("two").work(LETTER.id());

        assertThat(sent).as("the same bytes, twice").isEqualTo(2);
        assertThat(said()).as("it is told once").containsExactly(RESENT);
    }

    @Test
    void whatIsNotKeptAnyMoreIsNotSentAndMayBeAskedForAgain() {
        var one = instance("one");
        kept = false;
        ask(one, "ada");
        one.work(LETTER.id());
        assertThat(one.state(LETTER.id())).containsInstanceOf(Resend.Gone.class);
        assertThat(published).isEmpty();

        kept = true;
        assertThat(ask(one, "ada")).isNull();
        one.work(LETTER.id());

        assertThat(said()).containsExactly(RESENT);
    }

    @Override
    public Optional<Message> read(Letter letter) {
        return Optional.empty();
    }

    @Override
    public boolean resend(Letter letter) {
        if (!kept) {
            return false;
        }
        sent++;
        if (dies) {
            throw new IllegalStateException("the process ends here");
        }
        return true;
    }
}
