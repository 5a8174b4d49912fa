package dev.slipway.audit.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.slipway.events.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a dead letter is on its way back. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Resend.Never.class, name = "never"),
    @JsonSubTypes.Type(value = Resend.Sending.class, name = "sending"),
    @JsonSubTypes.Type(value = Resend.Sent.class, name = "sent"),
    @JsonSubTypes.Type(value = Resend.Gone.class, name = "gone")
})
public sealed interface Resend {
    /** Nobody has asked for it. */
    record Never(String letter) implements Resend {}

    /** Asked for, and perhaps sent. */
    record Sending(Order order) implements Resend {}

    /** The broker has it again. */
    record Sent(Order order, Instant at) implements Resend {}

    /** It was not sent, because what is at its place is not what was kept. */
    record Gone(Order order, String detail) implements Resend {}

    /** Who wants it sent, when, and why. */
    record Order(
            Letter letter, Actor by, Instant at, @Nullable String reason) {}
}
