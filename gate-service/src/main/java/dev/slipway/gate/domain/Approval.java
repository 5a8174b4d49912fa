package dev.slipway.gate.domain;

import dev.slipway.events.Binding;
import java.time.Instant;
import java.util.List;

/** A person's yes that counts, as long as what it is bound to stays the same. */
public record Approval(String stage, String gate, String person, List<String> roles, Binding binding, Instant at) {
    public Approval {
        roles = List.copyOf(roles);
    }
}
