package dev.slipway.simulation;

import java.util.Locale;

/** What a process asks of the outside. */
enum Call {
    LOAD(Party.STORE),
    SAVE(Party.STORE),
    MARK(Party.STORE),
    CLAIM(Party.STORE),
    RELEASE(Party.STORE),
    FIND(Party.STORE),
    LOAD_ENVIRONMENT(Party.STORE),
    SAVE_ENVIRONMENT(Party.STORE),
    READ_TRAIL(Party.STORE),
    INSERT_RECORDS(Party.STORE),
    READ_BATCH(Party.STORE),
    APPEND_BATCH(Party.STORE),
    READ_CHECKPOINT(Party.STORE),
    STORE_CHECKPOINT(Party.STORE),
    PUBLISH(Party.BROKER),
    POLL(Party.BROKER),
    COMMIT(Party.BROKER),
    KEEP_DEAD_LETTER(Party.BROKER),
    TELL_CHECKPOINT(Party.BROKER),
    OBSERVE(Party.CLUSTER),
    PERFORM(Party.CLUSTER),
    MEASURE(Party.METRICS),
    PROBE(Party.PROBED),
    NOTIFY(Party.CHANNEL),
    READ_COPY(Party.COPY),
    WRITE_COPY(Party.COPY);

    private final Party party;

    Call(Party party) {
        this.party = party;
    }

    Party party() {
        return party;
    }

    /** What it is asked for. */
    String of(String what) {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + what;
    }
}
