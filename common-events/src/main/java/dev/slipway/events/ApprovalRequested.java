package dev.slipway.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * People are asked.
 *
 * @param roles any one of these roles fills one place
 * @param count how many different people must approve
 */
public record ApprovalRequested(
        String gate,
        List<String> roles,
        int count,
        Binding binding,
        @Nullable Instant expiresAt) implements Event {
    public ApprovalRequested {
        roles = List.copyOf(roles);
    }
}
