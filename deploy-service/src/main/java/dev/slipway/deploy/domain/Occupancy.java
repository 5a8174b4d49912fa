package dev.slipway.deploy.domain;

import dev.slipway.events.ComponentState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What runs or ran in an environment, from when until when.
 *
 * @param until null while it runs
 */
public record Occupancy(
        List<Installed> components, Instant since, @Nullable Instant until) {
    public Occupancy {
        components = List.copyOf(components);
    }

    /** What was found there. */
    public static Occupancy of(List<Installed> components, Instant since) {
        return new Occupancy(components, since, null);
    }

    /** The components' version; all of them, in order, where they differ. */
    public String version() {
        return components.stream().map(Installed::version).distinct().collect(Collectors.joining(", "));
    }

    /** The release that brought all of it; empty where Slipway did not, or several did. */
    public Optional<String> release() {
        List<Optional<String>> releases = components.stream()
                .map(installed -> Optional.ofNullable(installed.release()))
                .distinct()
                .toList();
        return releases.size() == 1 ? releases.getFirst() : Optional.empty();
    }

    public Optional<Installed> component(String name) {
        return components.stream()
                .filter(installed -> installed.component().equals(name))
                .findFirst();
    }

    public List<ComponentState> states() {
        return components.stream().map(Installed::healthy).toList();
    }

    /** Whether any of it came with that release. */
    public boolean has(String release) {
        return components.stream().anyMatch(installed -> release.equals(installed.release()));
    }

    public boolean isSameAs(Occupancy other) {
        return components.equals(other.components);
    }

    Occupancy endedAt(Instant end) {
        return new Occupancy(components, since, end);
    }
}
