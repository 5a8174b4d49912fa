package dev.slipway.events;

import java.util.List;

/** The weight was applied and read back, on every route of every component. */
public record TrafficShifted(String environment, int step, int weight, List<String> routes) implements Event {
    public TrafficShifted {
        routes = List.copyOf(routes);
    }
}
