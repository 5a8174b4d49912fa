package dev.slipway.audit.domain;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Folds the trails of all releases to what runs where. */
public final class SourceOfTruth {

    /** The events that change what runs, or say who brought it. */
    public static final Set<String> TYPES = Set.of(
            ReleaseRequested.class.getSimpleName(),
            ApprovalGiven.class.getSimpleName(),
            DeploymentSucceeded.class.getSimpleName(),
            RollbackCompleted.class.getSimpleName(),
            RollbackFailed.class.getSimpleName());

    private final Map<String, List<Environment>> history = new TreeMap<>();

    private SourceOfTruth() {}

    /** In the order of application and environment. */
    public static List<Environment> of(Collection<EventEnvelope> events) {
        var truth = new SourceOfTruth();
        Placed.all(events).forEach(truth::apply);
        return truth.history.values().stream().map(List::getLast).toList();
    }

    /**
     * What deploy-service did. Clocks count within a release; between releases its own time orders what it did one after
     * another, and where its instances' times are apart, what it said of a release is no earlier than what it said before.
     *
     * @param promoter who had asked for it, or approved it last
     */
    private record Placed(
            Instant at, EventEnvelope event, @Nullable String promoter) {
        static List<Placed> all(Collection<EventEnvelope> events) {
            Map<String, String> promoters = new HashMap<>();
            Map<String, Instant> reached = new HashMap<>();
            List<Placed> all = new ArrayList<>();
            for (EventEnvelope one : events.stream()
                    .sorted(Comparator.comparingLong(EventEnvelope::clock))
                    .toList()) {
                String release = one.release().value();
                switch (one.event()) {
                    case ReleaseRequested _ ->
                        promoters.put(release, one.actor().name());
                    case ApprovalGiven given
                    when given.verdict() == ApprovalGiven.Verdict.APPROVED -> promoters.put(release, given.person());
                    case DeploymentSucceeded _, RollbackCompleted _, RollbackFailed _ -> {
                        Instant at = reached.merge(release, one.time(), Placed::later);
                        all.add(new Placed(at, one, promoters.get(release)));
                    }
                    default -> {} // says nothing about what runs: the caller may give any events
                }
            }
            all.sort(Comparator.comparing(Placed::at)
                    .thenComparingLong(placed -> placed.event().clock())
                    .thenComparing(placed -> placed.event().id().value()));
            return all;
        }

        private static Instant later(Instant one, Instant other) {
            return one.isBefore(other) ? other : one;
        }
    }

    private void apply(Placed placed) {
        EventEnvelope envelope = placed.event();
        switch (envelope.event()) {
            case DeploymentSucceeded done
            when done.scope() == Scope.FULL ->
                become(new Environment(
                        envelope.application(),
                        done.environment(),
                        envelope.version(),
                        envelope.release().value(),
                        envelope.time(),
                        placed.promoter(),
                        done.components()));
            case RollbackCompleted back -> rolledBack(envelope, back.environment(), back.components());
            case RollbackFailed stuck -> rolledBack(envelope, stuck.environment(), stuck.components());
            default -> {} // a canary
        }
    }

    /** A canary that is rolled back had never become what runs: then only the components were looked at anew. */
    private void rolledBack(EventEnvelope envelope, String environment, List<ComponentState> components) {
        if (components.isEmpty()) {
            return; // nothing was deployed yet
        }
        String version =
                components.stream().map(ComponentState::version).distinct().collect(Collectors.joining(", "));
        List<Environment> past = history.getOrDefault(key(envelope.application(), environment), List.of())
                .reversed();
        Optional<Environment> earlier =
                past.stream().filter(ran -> ran.version().equals(version)).findFirst();
        Optional<Environment> stayed = earlier.filter(ran -> ran.equals(past.getFirst()));
        become(new Environment(
                envelope.application(),
                environment,
                version,
                earlier.map(Environment::release).orElse(null),
                stayed.map(Environment::since).orElse(envelope.time()),
                earlier.map(Environment::promotedBy).orElse(null),
                components));
    }

    private void become(Environment environment) {
        history.computeIfAbsent(key(environment.application(), environment.environment()), _ -> new ArrayList<>())
                .add(environment);
    }

    private static String key(String application, String environment) {
        return application + "/" + environment;
    }
}
