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
     * What deploy-service did, in the order in which it did it. Environments are claimed one after another, so in each a
     * greater claim is later, and a release's clock counts within one. What was said before there were claims goes first,
     * by time.
     *
     * @param claim 0 where it has none
     * @param back whether a release was taken back
     * @param promoter who had asked for it, or approved it last
     */
    private record Placed(
            EventEnvelope said,
            String environment,
            List<ComponentState> components,
            long claim,
            boolean back,
            @Nullable String promoter) {
        private static final Comparator<Placed> ORDER = Comparator.comparingLong(Placed::claim)
                .thenComparing(placed -> placed.claim() == 0 ? placed.said().time() : Instant.EPOCH)
                .thenComparingLong(placed -> placed.said().clock())
                .thenComparing(placed -> placed.said().id().value());

        static List<Placed> all(Collection<EventEnvelope> events) {
            Map<String, String> promoters = new HashMap<>();
            List<Placed> all = new ArrayList<>();
            for (EventEnvelope one : events.stream()
                    .sorted(Comparator.comparingLong(EventEnvelope::clock))
                    .toList()) {
                String release = one.release().value();
                String promoter = promoters.get(release);
                switch (one.event()) {
                    case ReleaseRequested _ ->
                        promoters.put(release, one.actor().name());
                    case ApprovalGiven given
                    when given.verdict() == ApprovalGiven.Verdict.APPROVED -> promoters.put(release, given.person());
                    case DeploymentSucceeded(var environment, var scope, var components, var _, var claim)
                    when scope == Scope.FULL ->
                        all.add(new Placed(one, environment, components, number(claim), false, promoter));
                    case RollbackCompleted(var environment, var components, var _, var claim) ->
                        all.add(new Placed(one, environment, components, number(claim), true, promoter));
                    case RollbackFailed(var environment, var _, var components, var claim) ->
                        all.add(new Placed(one, environment, components, number(claim), true, promoter));
                    default -> {} // says nothing about what runs: the caller may give any events
                }
            }
            all.sort(ORDER);
            return all;
        }

        private static long number(@Nullable Long claim) {
            return claim == null ? 0 : claim;
        }
    }

    private void apply(Placed placed) {
        if (placed.back()) {
            rolledBack(placed);
        } else {
            become(new Environment(
                    placed.said().application(),
                    placed.environment(),
                    placed.said().version(),
                    placed.said().release().value(),
                    placed.said().time(),
                    placed.promoter(),
                    placed.components()));
        }
    }

    /** A canary that is rolled back had never become what runs: then only the components were looked at anew. */
    private void rolledBack(Placed placed) {
        if (placed.components().isEmpty()) {
            return; // nothing was deployed yet
        }
        String application = placed.said().application();
        String version = placed.components().stream()
                .map(ComponentState::version)
                .distinct()
                .collect(Collectors.joining(", "));
        List<Environment> past = history.getOrDefault(key(application, placed.environment()), List.of())
                .reversed();
        Optional<Environment> earlier =
                past.stream().filter(ran -> ran.version().equals(version)).findFirst();
        Optional<Environment> stayed = earlier.filter(ran -> ran.equals(past.getFirst()));
        become(new Environment(
                application,
                placed.environment(),
                version,
                earlier.map(Environment::release).orElse(null),
                stayed.map(Environment::since).orElse(placed.said().time()),
                earlier.map(Environment::promotedBy).orElse(null),
                placed.components()));
    }

    private void become(Environment environment) {
        history.computeIfAbsent(key(environment.application(), environment.environment()), _ -> new ArrayList<>())
                .add(environment);
    }

    private static String key(String application, String environment) {
        return application + "/" + environment;
    }
}
