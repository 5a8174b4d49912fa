package dev.slipway.audit.application;

import dev.slipway.audit.domain.Letter;
import dev.slipway.audit.domain.Resend;
import dev.slipway.audit.domain.ResendSignal;
import dev.slipway.events.Actor;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Incoming;
import dev.slipway.service.aggregate.Outcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dead letters of all services, which the trail has anyway, and the way back of each. */
public final class DeadLetterOffice {
    private final RecordStore records;
    private final KeptMessages messages;
    private final Aggregates<Resend, ResendSignal> resends;

    public DeadLetterOffice(RecordStore records, KeptMessages messages, Aggregates<Resend, ResendSignal> resends) {
        this.records = records;
        this.messages = messages;
        this.resends = resends;
    }

    /** A letter and where it is on its way back. */
    public record Entry(Letter letter, Resend resend) {}

    /** The newest first. */
    public List<Entry> newest(int limit) {
        return records.newest(Letter.TYPE, limit).stream()
                .flatMap(record -> Letter.of(record).stream())
                .map(this::entry)
                .toList();
    }

    public Optional<Entry> find(String id) {
        return Optional.ofNullable(records.byId(List.of(id)).get(id))
                .flatMap(Letter::of)
                .map(this::entry);
    }

    private Entry entry(Letter letter) {
        return new Entry(letter, resends.state(letter.id()).orElseGet(() -> new Resend.Never(letter.id())));
    }

    /** Empty where it is not kept any more. */
    public Optional<KeptMessages.Message> message(Letter letter) {
        return messages.read(letter);
    }

    /** Of several who ask, one wins by the conditional write that every decision is. */
    public Outcome<Resend> resend(Letter letter, Actor by, @Nullable String reason) {
        return resends.handle(
                letter.id(),
                new Incoming<>( // behind the letter's own record in the order of the trail
                        new ResendSignal.Asked(letter, by, reason), null, letter.clock(), null, null, null));
    }
}
