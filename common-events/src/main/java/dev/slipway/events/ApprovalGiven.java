package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's word, or a known person's attempt that was refused: both belong in the trail.
 *
 * @param roles the roles that the person had then
 * @param refusal why it does not count; only with {@link Verdict#REFUSED}
 */
public record ApprovalGiven(
        String gate,
        Verdict verdict,
        String person,
        List<String> roles,
        Binding binding,
        @Nullable Refusal refusal,
        @Nullable String reason)
        implements Event {
    /** What was said, or became of it. */
    public enum Verdict implements Label {
        APPROVED,
        REJECTED,
        REVOKED,
        REFUSED,
        @JsonEnumDefaultValue
        OTHER
    }

    /** Why a person's word does not count. */
    public enum Refusal implements Label {
        REQUESTER_IS_APPROVER,
        MISSING_ROLE,
        OTHER_ARTIFACTS,
        ALREADY_DECIDED,
        NOTHING_TO_APPROVE,
        @JsonEnumDefaultValue
        OTHER
    }

    public ApprovalGiven {
        roles = List.copyOf(roles);
    }
}
