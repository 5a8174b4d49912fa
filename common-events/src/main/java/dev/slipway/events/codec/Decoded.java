package dev.slipway.events.codec;

import dev.slipway.events.EventEnvelope;

/** What became of reading a record: what somebody else wrote can be malformed, which is no exception. */
public sealed interface Decoded {
    /** It is an event, perhaps one that we do not know. */
    record Read(EventEnvelope envelope) implements Decoded {}

    /** It is none, and never will be: it belongs to the dead letters. */
    record Malformed(String reason) implements Decoded {}
}
