package dev.slipway.sandbox.gateway;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatus;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Tells in a route's status that the gateway has taken it, and which generation of it. */
final class RouteReporter {
    static final String CONTROLLER = "slipway.dev/sandbox-gateway";

    private final KubernetesClient client;
    private final Clock clock = Clock.systemUTC();

    RouteReporter(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Reports on a route, unless it says the same already.
     *
     * @return false if the API server did not take it and it has to be tried again
     */
    boolean report(HTTPRoute route, Backends backends) {
        List<RouteParentStatus> others = parents(route).filter(p -> !isOurs(p)).toList();
        List<RouteParentStatus> ours =
                parents(route).filter(RouteReporter::isOurs).toList();
        List<RouteParentStatus> wanted = new ArrayList<>();
        for (ParentReference parent : route.getSpec().getParentRefs()) {
            wanted.add(status(parent, route, backends, ours));
        }
        if (wanted.equals(ours)) {
            return true;
        }
        wanted.addAll(others);
        HTTPRoute patch = new HTTPRouteBuilder()
                .withNewMetadata()
                .withUid(route.getMetadata().getUid())
                .endMetadata()
                .withNewStatus()
                .withParents(wanted)
                .endStatus()
                .build();
        try {
            client.resources(HTTPRoute.class)
                    .inNamespace(route.getMetadata().getNamespace())
                    .withName(route.getMetadata().getName())
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            client.getKubernetesSerialization().asJson(patch));
            return true;
        } catch (KubernetesClientException e) {
            return e.getCode() == 404 || e.getCode() == 409;
        }
    }

    private static Stream<RouteParentStatus> parents(HTTPRoute route) {
        return route.getStatus() == null ? Stream.empty() : route.getStatus().getParents().stream();
    }

    private static boolean isOurs(RouteParentStatus status) {
        return CONTROLLER.equals(status.getControllerName());
    }

    private RouteParentStatus status(
            ParentReference parent, HTTPRoute route, Backends backends, List<RouteParentStatus> ours) {
        List<Condition> before = ours.stream()
                .filter(p -> p.getParentRef().equals(parent))
                .flatMap(p -> p.getConditions().stream())
                .toList();
        List<String> missing = route.getSpec().getRules().stream()
                .flatMap(rule -> rule.getBackendRefs().stream())
                .filter(ref -> !backends.exists(route.getMetadata().getNamespace(), ref))
                .map(ref -> ref.getName())
                .toList();
        long generation = route.getMetadata().getGeneration();
        Condition resolved = missing.isEmpty()
                ? condition("ResolvedRefs", "True", "ResolvedRefs", "", generation, before)
                : condition("ResolvedRefs", "False", "BackendNotFound", "no service " + missing, generation, before);
        return new RouteParentStatusBuilder()
                .withParentRef(parent)
                .withControllerName(CONTROLLER)
                .withConditions(condition("Accepted", "True", "Accepted", "", generation, before), resolved)
                .build();
    }

    private Condition condition(
            String type, String status, String reason, String message, long generation, List<Condition> before) {
        String since = before.stream()
                .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
                .map(Condition::getLastTransitionTime)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(
                        () -> Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }
}
