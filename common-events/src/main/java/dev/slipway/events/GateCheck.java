package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GateCheck.Condition.class, name = "condition"),
    @JsonSubTypes.Type(value = GateCheck.Approval.class, name = "approval"),
    @JsonSubTypes.Type(value = GateCheck.Probe.class, name = "probe"),
    @JsonSubTypes.Type(value = GateCheck.Soak.class, name = "soak")
})
public sealed interface GateCheck {
    /** A CEL expression over the release's evidence; pending while evidence that it names is missing. */
    record Condition(String when) implements GateCheck {}

    /**
     * People's word.
     *
     * @param roles any one of these fills one place
     * @param count how many different people; the requester is never one of them
     * @param expiresAfter how long they may take; null for no limit
     */
    record Approval(List<String> roles, int count, @Nullable Duration expiresAfter) implements GateCheck {
        public Approval {
            roles = List.copyOf(roles);
            if (roles.isEmpty() || count < 1) {
                throw new IllegalArgumentException(
                        "approval by " + count + " of " + roles + ": give at least one role and a count of at least 1");
            }
        }
    }

    /**
     * An HTTP GET that must answer with a status.
     *
     * @param within how long it may take to become so
     * @param every the interval between tries
     */
    record Probe(String url, int expect, Duration within, Duration every) implements GateCheck {}

    /** The version has been in the environment, without a break, for so long. */
    record Soak(Duration duration) implements GateCheck {}
}
