package dev.slipway.deploy.kubernetes;

import dev.slipway.deploy.application.StepResult;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.events.DeploymentFailed.Cause;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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
    StepResult setWeight(String namespace, String name, String stableService, int weight, Fence fence) {
        for (int i = 0; i < TRIES; i++) {
            StepResult result = Fences.write(() -> route(namespace, name), fence, route -> {
                if (route == null) {
                    return missing("HTTPRoute " + name + " is not in namespace " + namespace + ": create it");
                }
                RouteWeights weights = new RouteWeights(route, stableService);
                if (!weights.namesStable()) {
                    return missing("no rule of HTTPRoute " + name + " names Service " + stableService
                            + ": name it in backendRefs");
                }
                return patched(route, weights.changedBackends(weight), fence)
                        ? new StepResult.NotYet("HTTPRoute " + name + " is changed by somebody else all the time")
                        : new StepResult.Done();
            });
            if (!(result instanceof StepResult.NotYet)) {
                return result;
            }
        }
        return new StepResult.NotYet("HTTPRoute " + name + " is changed by somebody else all the time");
    }

    StepResult takeOver(String namespace, String name, Fence fence) {
        return changed(namespace, name, fence, _ -> Map.of());
    }

    /** Takes the canary out of the rules; where there is no such route, it is out already. */
    StepResult removeCanary(String namespace, String name, String stableService, Fence fence) {
        return changed(namespace, name, fence, route -> new RouteWeights(route, stableService).backendsWithoutCanary());
    }

    private StepResult changed(
            String namespace,
            String name,
            Fence fence,
            Function<HTTPRoute, Map<Integer, List<HTTPBackendRef>>> change) {
        return Fences.write(() -> route(namespace, name), fence, route -> {
            if (route != null) {
                patched(route, change.apply(route), fence);
            }
            return new StepResult.Done();
        });
    }

    private static StepResult missing(String detail) {
        return new StepResult.Broken(Cause.MISSING_TARGET, detail);
    }

    /** Whether there was anything to change. */
    private boolean patched(HTTPRoute read, Map<Integer, List<HTTPBackendRef>> backends, Fence fence) {
        if (backends.isEmpty() && !Fences.on(read).isBehind(fence)) {
            return false;
        }
        ObjectMeta metadata = read.getMetadata();
        List<Map<String, Object>> operations = new ArrayList<>();
        operations.add(Map.of(
                "op", "replace",
                "path", "/metadata/resourceVersion", // makes the API server compare it
                "value", metadata.getResourceVersion()));
        operations.add(
                Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()).isEmpty()
                        ? Map.of("op", "add", "path", "/metadata/annotations", "value", Fences.annotation(fence))
                        : Map.of(
                                "op",
                                "add",
                                "path",
                                "/metadata/annotations/" + Names.FENCE.replace("/", "~1"),
                                "value",
                                fence.toString()));
        backends.forEach((rule, refs) ->
                operations.add(Map.of("op", "replace", "path", "/spec/rules/" + rule + "/backendRefs", "value", refs)));
        PatchContext context = PatchContext.of(PatchType.JSON);
        context.setFieldManager(Names.FIELD_MANAGER);
        resource(metadata.getNamespace(), metadata.getName()).patch(context, Serialization.asJson(operations));
        return true;
    }

    private Resource<HTTPRoute> resource(String namespace, String name) {
        return client.resources(HTTPRoute.class).inNamespace(namespace).withName(name);
    }
}
