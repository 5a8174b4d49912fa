package dev.slipway.deploy.kubernetes;

import dev.slipway.deploy.application.StepResult;
import dev.slipway.events.DeploymentFailed.Cause;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The weights on Gateway API routes. A change is a JSON patch of the {@code backendRefs} alone, which holds only for the
 * version of the route that was read: the controllers that write its status, and people, are not overwritten.
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/guides/traffic-splitting/">Gateway API: HTTP traffic splitting</a>
 */
final class Traffic {
    private static final int TRIES = 5;

    private final KubernetesClient client;

    Traffic(KubernetesClient client) {
        this.client = client;
    }

    @Nullable
    HTTPRoute route(String namespace, String name) {
        return resource(namespace, name).get();
    }

    /** Sets the canary's share, and reads it back. */
    StepResult setWeight(String namespace, String name, String stableService, int weight) {
        for (int i = 0; i < TRIES; i++) {
            HTTPRoute route = route(namespace, name);
            if (route == null) {
                return missing("HTTPRoute " + name + " is not in namespace " + namespace + ": create it");
            }
            RouteWeights weights = new RouteWeights(route, stableService);
            if (!weights.namesStable()) {
                return missing("no rule of HTTPRoute " + name + " names Service " + stableService
                        + ": name it in backendRefs");
            }
            if (weights.are(weight)) {
                return new StepResult.Done();
            }
            patch(namespace, name, route, weights.changedBackends(weight));
        }
        return new StepResult.NotYet("HTTPRoute " + name + " is changed by somebody else all the time");
    }

    /** Takes the canary out of the rules; where there is no such route, it is out already. */
    void removeCanary(String namespace, String name, String stableService) {
        for (int i = 0; i < TRIES; i++) {
            HTTPRoute route = route(namespace, name);
            if (route == null) {
                return;
            }
            Map<Integer, List<HTTPBackendRef>> changed = new RouteWeights(route, stableService).backendsWithoutCanary();
            if (changed.isEmpty() || patch(namespace, name, route, changed)) {
                return;
            }
        }
        throw new KubernetesClientException("HTTPRoute " + name + " is changed by somebody else all the time");
    }

    private static StepResult missing(String detail) {
        return new StepResult.Broken(Cause.MISSING_TARGET, detail);
    }

    /** Whether it was changed; false where somebody else was first. */
    private boolean patch(String namespace, String name, HTTPRoute read, Map<Integer, List<HTTPBackendRef>> backends) {
        List<Map<String, Object>> operations = new ArrayList<>();
        operations.add(Map.of(
                "op", "replace",
                "path", "/metadata/resourceVersion", // makes the API server compare it
                "value", read.getMetadata().getResourceVersion()));
        backends.forEach((rule, refs) ->
                operations.add(Map.of("op", "replace", "path", "/spec/rules/" + rule + "/backendRefs", "value", refs)));
        PatchContext context = PatchContext.of(PatchType.JSON);
        context.setFieldManager(Names.FIELD_MANAGER);
        try {
            resource(namespace, name).patch(context, Serialization.asJson(operations));
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private Resource<HTTPRoute> resource(String namespace, String name) {
        return client.resources(HTTPRoute.class).inNamespace(namespace).withName(name);
    }
}
