package dev.slipway.gate.pipeline;

import dev.slipway.events.NotifyRoute;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RollbackPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an application is released, as its file says: every name in it that refers to something has been found.
 *
 * @param revision SHA-256 of the file with its variables put in; approvals are bound to it
 * @param components in rollout order
 * @param environments by name
 * @param releaseTypes those that this application has; others are refused
 * @param routes who is told of what
 * @param gates by name, in the file's order
 */
public record Pipeline(
        String revision,
        String application,
        Versioning versioning,
        List<Component> components,
        Map<String, Environment> environments,
        List<Trigger> triggers,
        Map<ReleaseType, ReleaseRules> releaseTypes,
        Map<String, Gate> gates,
        List<Stage> stages,
        RollbackPlan rollback,
        List<NotifyRoute> routes) {
    public Pipeline {
        components = List.copyOf(components);
        environments = ordered(environments);
        triggers = List.copyOf(triggers);
        releaseTypes = ordered(releaseTypes);
        gates = ordered(gates);
        stages = List.copyOf(stages);
        routes = List.copyOf(routes);
    }

    private static <K, V> Map<K, V> ordered(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
