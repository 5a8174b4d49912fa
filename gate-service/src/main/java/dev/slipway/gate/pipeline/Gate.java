package dev.slipway.gate.pipeline;

import dev.slipway.events.GateCheck;
import java.util.List;

/**
 * A named gate.
 *
 * @param checks one; several only where each of several roles has to approve. A probe's URL may hold
 *     <code>{{name}}</code> of the environment
 * @param onFail {@code block}, or {@code review:<role>}: a person with that role may let it pass
 */
public record Gate(String name, List<GateCheck> checks, String onFail) {
    public Gate {
        checks = List.copyOf(checks);
    }
}
