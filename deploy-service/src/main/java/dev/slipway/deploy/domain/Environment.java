package dev.slipway.deploy.domain;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An environment of an application: what runs there, what ran before, and whose turn it is.
 *
 * @param holder the release that may touch it; null for none
 * @param fence who wrote last what runs there, or claimed it since
 * @param current null before anybody has looked
 * @param previous the latest first
 * @param takenBack the releases that were to be taken back from it, the latest first, whatever came of it: no rollback of
 *     another one leads to them
 * @param next what a rollback by the holder leads to or has led to; null for none
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
        List<String> takenBack,
        @Nullable Occupancy next,
        long version) {
    private static final int REMEMBERED = 50;

    public Environment {
        previous = List.copyOf(previous);
        takenBack = List.copyOf(takenBack);
    }

    public static Environment unknown(String application, String name, String namespace) {
        return new Environment(application, name, namespace, null, Fence.NONE, null, List.of(), List.of(), null, 0);
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
        if (fence.refuses(by)) {
            return this;
        }
        Occupancy seen = Occupancy.of(components, now);
        Occupancy before = current;
        boolean same = before != null && before.isSameAs(seen);
        return new Environment(
                application,
                name,
                namespace,
                holder,
                by,
                same ? before : seen,
                same || before == null ? previous : latest(before.endedAt(now), previous),
                takenBack,
                next,
                version);
    }

    /**
     * The same, of one that takes its release back and looks often until it is done: the same as before is not recorded again,
     * unless by a greater claim, below which nobody may claim next.
     */
    public Environment halfway(List<Installed> components, Fence by, Instant now) {
        return fence.claim() == by.claim() && current != null && current.isSameAs(Occupancy.of(components, now))
                ? this
                : running(components, by, now);
    }

    /** That release is to be taken back: no rollback of another one leads to it. */
    public Environment without(String release) {
        return takenBack.contains(release)
                ? this
                : new Environment(
                        application,
                        name,
                        namespace,
                        holder,
                        fence,
                        current,
                        previous,
                        latest(release, takenBack),
                        next,
                        version);
    }

    /**
     * A rollback of its holder leads to that, by one with that fence, and whoever names what was to be taken back wants it
     * again. As it is where a greater fence stands.
     */
    public Environment leadingTo(Occupancy goal, String release, Fence by) {
        if (fence.refuses(by) || !release.equals(holder)) {
            return this;
        }
        List<String> others = without(release).takenBack.stream()
                .filter(one -> !goal.has(one))
                .toList();
        return new Environment(application, name, namespace, holder, by, current, previous, others, goal, version);
    }

    /**
     * What to go back to when the release leaves, that is, what ran before it came or, where that was to be taken back
     * meanwhile, the latest that ran earlier and was not.
     */
    public Optional<Occupancy> before(String release, Occupancy itCame) {
        return Stream.concat(Stream.of(itCame), previous.stream())
                .filter(occupancy ->
                        !occupancy.has(release) && takenBack.stream().noneMatch(occupancy::has))
                .findFirst();
    }

    /** The latest occupancy of that version which is known. */
    public Optional<Occupancy> named(String wanted) {
        return known().filter(occupancy -> occupancy.version().equals(LabelValue.of(wanted)))
                .findFirst();
    }

    public Set<String> knownVersions() {
        return known().map(Occupancy::version).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Stream<Occupancy> known() {
        return Stream.concat(Stream.ofNullable(current), previous.stream());
    }

    private static <T> List<T> latest(T one, List<T> others) {
        return Stream.concat(Stream.of(one), others.stream()).limit(REMEMBERED).toList();
    }

    private Environment held(@Nullable String by, Fence claim) {
        return new Environment(application, name, namespace, by, claim, current, previous, takenBack, null, version);
    }

    /** What is to be stored in its place. */
    public Environment saved() {
        return new Environment(
                application, name, namespace, holder, fence, current, previous, takenBack, next, version + 1);
    }
}
