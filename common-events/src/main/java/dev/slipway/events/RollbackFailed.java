package dev.slipway.events;

import java.util.List;

/**
 * It could not be taken back all the way: what runs now, component by component, and why. A person is needed.
 *
 * @param components none where another release holds the environment
 */
public record RollbackFailed(String environment, String detail, List<ComponentState> components) implements Event {
    public RollbackFailed {
        components = List.copyOf(components);
    }
}
