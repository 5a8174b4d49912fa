package dev.slipway.deploy.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An environment of an application: what runs there, what ran before, and whose turn it is.
 *
 * @param holder the release that may touch it; null for none
 * @param fence who wrote last what runs there, or claimed it since
 * @param current null before anybody has looked
 * @param previous the latest first
 * @param version how often it was saved
 */
public record Environment(
        String application,
        String name,
        String namespace,
        @Nullable String holder,
        Fence fence,
        @Nullable Occupancy current,
        List<Occupancy> previous,
        long version) {
    private static final int REMEMBERED = 50;

    public Environment {
        previous = List.copyOf(previous);
    }

    public static Environment unknown(String application, String name, String namespace) {
        return new Environment(application, name, namespace, null, Fence.NONE, null, List.of(), 0);
    }

    public static String id(String application, String name) {
        return application + "/" + name;
    }

    public String id() {
        return id(application, name);
    }

    /** Held by the release; empty where another one holds it. */
    public Optional<Environment> claimedBy(String release) {
        return holder == null || holder.equals(release)
                ? Optional.of(held(release, new Fence(fence.claim() + 1, false, 0)))
                : Optional.empty();
    }

    /** No longer held by the release; as it is where it was not. */
    public Environment freedBy(String release) {
        return release.equals(holder) ? held(null, fence) : this;
    }

    /**
     * What is known once these were seen there by one with that fence; what ran before is remembered where that is something
     * else. As it is where a greater fence stands.
     */
    public Environment running(List<Installed> components, Fence by, Instant now) {
        return fence.refuses(by) ? this : fenced(by).running(components, now);
    }

    private Environment running(List<Installed> components, Instant now) {
        Occupancy next = Occupancy.of(components, now);
        Occupancy now_ = current;
        if (now_ == null) {
            return with(next, previous);
        }
        if (now_.isSameAs(next)) {
            return this;
        }
        List<Occupancy> history = new ArrayList<>(previous);
        history.addFirst(now_.endedAt(now));
        return with(next, history.size() > REMEMBERED ? history.subList(0, REMEMBERED) : history);
    }

    /** The latest occupancy of that version which is known. */
    public Optional<Occupancy> named(String wanted) {
        return known().stream()
                .filter(occupancy -> occupancy.version().equals(LabelValue.of(wanted)))
                .findFirst();
    }

    public Set<String> knownVersions() {
        Set<String> versions = new LinkedHashSet<>();
        known().forEach(occupancy -> versions.add(occupancy.version()));
        return versions;
    }

    private List<Occupancy> known() {
        List<Occupancy> known = new ArrayList<>(previous);
        if (current != null) {
            known.addFirst(current);
        }
        return known;
    }

    private Environment held(@Nullable String by, Fence claim) {
        return new Environment(application, name, namespace, by, claim, current, previous, version);
    }

    private Environment fenced(Fence by) {
        return new Environment(application, name, namespace, holder, by, current, previous, version);
    }

    private Environment with(Occupancy next, List<Occupancy> history) {
        return new Environment(application, name, namespace, holder, fence, next, history, version);
    }

    /** What is to be stored in its place. */
    public Environment saved() {
        return new Environment(application, name, namespace, holder, fence, current, previous, version + 1);
    }
}
