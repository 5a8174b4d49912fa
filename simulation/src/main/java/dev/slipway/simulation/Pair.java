package dev.slipway.simulation;

import dev.slipway.canary.domain.Canary;
import dev.slipway.deploy.domain.Rollout;
import dev.slipway.gate.domain.Phase;
import dev.slipway.gate.domain.Release;
import dev.slipway.notify.domain.Notices;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A signal that meets a state.
 *
 * @param rules the collection that their states are kept in
 * @param state of a release in a stage with the phase that it is in
 */
record Pair(String rules, String state, String signal) implements Comparable<Pair> {
    /** The states and signals of all that is decided by states. */
    static final Map<String, Kinds> RULES = new TreeMap<>(Map.of(
            "releases", new Kinds(Release.class, dev.slipway.gate.domain.Signal.class),
            "rollouts", new Kinds(Rollout.class, dev.slipway.deploy.domain.Signal.class),
            "canaries", new Kinds(Canary.class, dev.slipway.canary.domain.Signal.class),
            "notices", new Kinds(Notices.class, dev.slipway.notify.domain.Signal.class)));

    private static final Comparator<Pair> ORDER =
            Comparator.comparing(Pair::rules).thenComparing(Pair::state).thenComparing(Pair::signal);

    /** Sealed. */
    record Kinds(Class<?> state, Class<?> signal) {}

    static Pair of(String rules, Object state, Object signal) {
        String name = state.getClass().getSimpleName();
        return new Pair(
                rules,
                state instanceof Release.InStage in
                        ? name + "." + in.phase().getClass().getSimpleName()
                        : name,
                signal.getClass().getSimpleName());
    }

    /** All that there could be. */
    static Set<Pair> all(String rules) {
        Kinds kinds = RULES.getOrDefault(rules, new Kinds(Void.class, Void.class));
        Set<Pair> all = new TreeSet<>();
        for (String state : states(kinds.state)) {
            for (Class<?> signal : leaves(kinds.signal)) {
                all.add(new Pair(rules, state, signal.getSimpleName()));
            }
        }
        return all;
    }

    private static List<String> states(Class<?> sealed) {
        return leaves(sealed).stream()
                .flatMap(leaf -> leaf == Release.InStage.class
                        ? leaves(Phase.class).stream().map(phase -> "InStage." + phase.getSimpleName())
                        : Stream.of(leaf.getSimpleName()))
                .toList();
    }

    private static List<Class<?>> leaves(Class<?> sealed) {
        return sealed.isSealed()
                ? Stream.of(sealed.getPermittedSubclasses())
                        .<Class<?>>flatMap(each -> leaves(each).stream())
                        .distinct()
                        .toList()
                : List.of(sealed);
    }

    @Override
    public int compareTo(Pair other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return rules + " " + state + " " + signal;
    }
}
