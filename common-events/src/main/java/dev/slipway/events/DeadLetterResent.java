package dev.slipway.events;

import org.jspecify.annotations.Nullable;

/**
 * A person had a message that a service could not handle sent again, as it was, to the topic that it had come on. What the
 * message says is not repeated here: it may be anything.
 *
 * @param letter the dead letter's place, {@code <topic>.dlt/<partition>/<offset>}, which is also its record's id
 * @param topic where it was sent to
 * @param service who could not handle it
 * @param digest of the bytes that were sent; null where there were none
 */
public record DeadLetterResent(
        EventId letter,
        String topic,
        String service,
        String person,
        @Nullable Digest digest,
        @Nullable String reason) implements Event {
    /** Stands for the release where the message is of none: the key of what is said of it, and the name of its trail. */
    public static final ReleaseId OF_NO_RELEASE = new ReleaseId("dead-letters");
}
