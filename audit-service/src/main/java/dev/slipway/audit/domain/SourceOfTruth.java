package dev.slipway.audit.domain;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.Scope;
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

/** Folds the trails of all releases to what runs where. */
public final class SourceOfTruth {

    /** The events that change what runs, or say who brought it. */
    public static final Set<String> TYPES = Set.of(
            ReleaseRequested.class.getSimpleName(),
            ApprovalGiven.class.getSimpleName(),
            DeploymentSucceeded.class.getSimpleName(),
            RollbackCompleted.class.getSimpleName(),
            RollbackFailed.class.getSimpleName());

    /** Clocks count within a release; between releases, deploy-service's own time orders what it did one after another. */
    private static final Comparator<EventEnvelope> ORDER = Comparator.comparing(EventEnvelope::time)
            .thenComparingLong(EventEnvelope::clock)
            .thenComparing(envelope -> envelope.id().value());

    private final Map<String, String> promoters = new HashMap<>();
    private final Map<String, List<Environment>> history = new TreeMap<>();

    private SourceOfTruth() {}

    /** In the order of application and environment. */
    public static List<Environment> of(Collection<EventEnvelope> events) {
        var truth = new SourceOfTruth();
        events.stream().sorted(ORDER).forEach(truth::apply);
        return truth.history.values().stream().map(List::getLast).toList();
    }

    private void apply(EventEnvelope envelope) {
        String release = envelope.release().value();
        switch (envelope.event()) {
            case ReleaseRequested _ -> promoters.put(release, envelope.actor().name());
            case ApprovalGiven given
            when given.verdict() == ApprovalGiven.Verdict.APPROVED -> promoters.put(release, given.person());
            case DeploymentSucceeded done
            when done.scope() == Scope.FULL ->
                become(new Environment(
                        envelope.application(),
                        done.environment(),
                        envelope.version(),
                        release,
                        envelope.time(),
                        promoters.get(release),
                        done.components()));
            case RollbackCompleted back -> rolledBack(envelope, back.environment(), back.components());
            case RollbackFailed stuck -> rolledBack(envelope, stuck.environment(), stuck.components());
            default -> {} // says nothing about what runs: the caller may give any events
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
