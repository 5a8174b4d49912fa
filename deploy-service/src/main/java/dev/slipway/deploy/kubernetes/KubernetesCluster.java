package dev.slipway.deploy.kubernetes;

import dev.slipway.deploy.application.Cluster;
import dev.slipway.deploy.application.StepResult;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed.Cause;
import dev.slipway.events.Target;
import dev.slipway.service.resilience.Concurrently;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Kubernetes cluster. */
public final class KubernetesCluster implements Cluster {
    /** The request was understood and refused: asking again changes nothing. */
    private static final Set<Integer> REFUSED = Set.of(400, 403, 404, 405, 413, 422);

    private final KubernetesClient client;
    private final Traffic traffic;
    private final ReadyWatch ready;

    /** @param client without retries of its own */
    public KubernetesCluster(KubernetesClient client, ReadyWatch ready) {
        this.client = client;
        this.ready = ready;
        this.traffic = new Traffic(client);
    }

    @Override
    public Observed observe(String namespace, ComponentPlan component) {
        return switch (component.target()) {
            case Target.Kubernetes target -> observe(namespace, component.name(), target);
        };
    }

    private Observed observe(String namespace, String component, Target.Kubernetes target) {
        String routeName = target.route();
        List<Supplier<Optional<? extends HasMetadata>>> reads = List.of(
                () -> Optional.ofNullable(
                        deployment(namespace, target.deployment()).get()),
                () -> Optional.ofNullable(deployment(namespace, Names.canaryOf(target.deployment()))
                        .get()),
                () -> Optional.ofNullable(routeName == null ? null : traffic.route(namespace, routeName)));
        List<Optional<? extends HasMetadata>> read = Concurrently.map(reads, Supplier::get);
        Deployment stable = (Deployment) read.get(0).orElse(null);
        Deployment canary = (Deployment) read.get(1).orElse(null);
        HTTPRoute route = (HTTPRoute) read.get(2).orElse(null);
        if (stable == null) {
            return new Observed.Missing(
                    component,
                    "Deployment " + target.deployment() + " is not in namespace " + namespace + ": create it");
        }
        if (routeName != null && route == null) {
            return new Observed.Missing(
                    component, "HTTPRoute " + routeName + " is not in namespace " + namespace + ": create it");
        }
        return Workloads.container(stable, target.container())
                .<Observed>map(container -> new Observed.Present(
                        component,
                        Workloads.observed(component, container, stable),
                        canary(component, target, canary),
                        weight(route, target),
                        fence(stable, route)))
                .orElseGet(() -> new Observed.Missing(
                        component,
                        "Deployment " + target.deployment() + " has no container '" + target.container()
                                + "': name one of " + Workloads.containerNames(stable)));
    }

    private static Observed.@Nullable Workload canary(
            String component, Target.Kubernetes target, @Nullable Deployment canary) {
        return canary == null || canary.getMetadata().getDeletionTimestamp() != null
                ? null
                : Workloads.container(canary, target.container())
                        .map(container -> Workloads.observed(component, container, canary))
                        .orElse(null);
    }

    private static Fence fence(Deployment stable, @Nullable HTTPRoute route) {
        Fence ofStable = Fences.on(stable);
        Fence ofRoute = route == null ? ofStable : Fences.on(route);
        return ofStable.refuses(ofRoute) ? ofRoute : ofStable;
    }

    private static @Nullable Integer weight(@Nullable HTTPRoute route, Target.Kubernetes target) {
        if (route == null) {
            return null;
        }
        OptionalInt weight = new RouteWeights(route, target.service()).weight();
        return weight.isPresent() ? weight.getAsInt() : null;
    }

    @Override
    public StepResult perform(String namespace, RolloutStep.OnCluster step, Fence fence) {
        try {
            return switch (step.component().target()) {
                case Target.Kubernetes target -> perform(namespace, target, step, fence);
            };
        } catch (KubernetesClientException e) {
            if (REFUSED.contains(e.getCode())) {
                return new StepResult.Broken(Cause.REFUSED, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    @Override
    public void wakeWhenReady(String namespace, String release) {
        ready.await(namespace, release);
    }

    private StepResult perform(String namespace, Target.Kubernetes target, RolloutStep.OnCluster step, Fence fence) {
        return switch (step) {
            case RolloutStep.TakeOver _ -> takeOver(namespace, target, fence);
            case RolloutStep.ApplyWorkload(var _, var goal) -> applyStable(namespace, target, goal, fence);
            case RolloutStep.ApplyCanary canary -> applyCanary(namespace, target, canary, fence);
            case RolloutStep.AwaitReady(var component, var track) ->
                ready(
                        namespace,
                        component.name(),
                        target,
                        switch (track) {
                            case STABLE -> target.deployment();
                            case CANARY -> Names.canaryOf(target.deployment());
                        });
            case RolloutStep.ScaleCanary(var _, var replicas) -> scaleCanary(namespace, target, replicas, fence);
            case RolloutStep.SetWeight(var _, var weight) -> {
                String route = target.route();
                yield route == null
                        ? new StepResult.Done()
                        : traffic.setWeight(namespace, route, target.service(), weight, fence);
            }
            case RolloutStep.RemoveCanary _ -> removeCanary(namespace, target, fence);
        };
    }

    /** Both where traffic goes and what it meets there. */
    private StepResult takeOver(String namespace, Target.Kubernetes target, Fence fence) {
        String route = target.route();
        StepResult ofRoute = route == null ? new StepResult.Done() : traffic.takeOver(namespace, route, fence);
        return ofRoute instanceof StepResult.Done
                ? write(namespace, target.deployment(), fence, stable -> {
                    if (Fences.on(stable).isBehind(fence)) {
                        patch(stable, fence, Map.of());
                    }
                    return new StepResult.Done();
                })
                : ofRoute;
    }

    private StepResult applyStable(String namespace, Target.Kubernetes target, Installed goal, Fence fence) {
        return write(
                namespace,
                target.deployment(),
                fence,
                stable -> apply(Manifests.stable(namespace, target, goal, stable, fence)));
    }

    private StepResult apply(HasMetadata wanted) {
        client.resource(wanted)
                .fieldManager(Names.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        return new StepResult.Done();
    }

    /** One that is not there yet has no fence: then stable's, which was taken over before, keeps others out. */
    private StepResult applyCanary(
            String namespace, Target.Kubernetes target, RolloutStep.ApplyCanary step, Fence fence) {
        Service service = client.services()
                .inNamespace(namespace)
                .withName(target.service())
                .get();
        if (service == null) {
            return missing("Service " + target.service() + " is not in namespace " + namespace + ": create it");
        }
        return write(
                namespace,
                target.deployment(),
                fence,
                stable -> Fences.write(() -> canary(namespace, target), fence, live -> {
                    apply(Manifests.canaryService(namespace, target, step.goal().component(), service));
                    return apply(Manifests.canary(
                            namespace, target, step.goal(), step.replicas(), stable, service, live, fence));
                }));
    }

    private @Nullable Deployment canary(String namespace, Target.Kubernetes target) {
        return deployment(namespace, Names.canaryOf(target.deployment())).get();
    }

    private StepResult write(String namespace, String deployment, Fence fence, Function<Deployment, StepResult> write) {
        return Fences.write(
                () -> deployment(namespace, deployment).get(),
                fence,
                live -> live == null
                        ? missing("Deployment " + deployment + " is not in namespace " + namespace + ": create it")
                        : write.apply(live));
    }

    private void patch(Deployment live, Fence fence, Map<String, Object> spec) {
        PatchContext context = PatchContext.of(PatchType.JSON_MERGE);
        context.setFieldManager(Names.FIELD_MANAGER);
        ObjectMeta metadata = live.getMetadata();
        deployment(metadata.getNamespace(), metadata.getName())
                .patch(
                        context,
                        Serialization.asJson(Map.of(
                                "metadata",
                                Map.of(
                                        "resourceVersion", metadata.getResourceVersion(),
                                        "annotations", Fences.annotation(fence)),
                                "spec",
                                spec)));
    }

    private StepResult ready(String namespace, String component, Target.Kubernetes target, String name) {
        Deployment deployment = deployment(namespace, name).get();
        Optional<Container> container =
                Optional.ofNullable(deployment).flatMap(found -> Workloads.container(found, target.container()));
        if (deployment == null || container.isEmpty()) {
            return missing("Deployment " + name + " with container " + target.container() + " is gone from namespace "
                    + namespace + ": somebody else removed it");
        }
        Optional<String> lacks = Workloads.lacks(deployment);
        if (lacks.isEmpty()) {
            var installed = Workloads.installed(component, container.get(), deployment);
            return new StepResult.Ready(
                    new ComponentState(component, installed.version(), installed.image(), true, null));
        }
        List<Pod> pods = client.pods()
                .inNamespace(namespace)
                .withLabelSelector(deployment.getSpec().getSelector())
                .list()
                .getItems();
        return Troubles.of(deployment, container.get(), pods)
                .<StepResult>map(broken -> broken)
                .orElseGet(() -> new StepResult.NotYet(lacks.get()));
    }

    private StepResult scaleCanary(String namespace, Target.Kubernetes target, int replicas, Fence fence) {
        return write(namespace, Names.canaryOf(target.deployment()), fence, canary -> {
            patch(canary, fence, Map.of("replicas", replicas));
            return new StepResult.Done();
        });
    }

    /** The Deployment last: while it is there, the rest may be, too. */
    private StepResult removeCanary(String namespace, Target.Kubernetes target, Fence fence) {
        String route = target.route();
        StepResult ofRoute =
                route == null ? new StepResult.Done() : traffic.removeCanary(namespace, route, target.service(), fence);
        return ofRoute instanceof StepResult.Done
                ? write(
                        namespace,
                        target.deployment(),
                        fence,
                        _ -> Fences.write(
                                () -> canary(namespace, target), fence, canary -> remove(namespace, target, canary)))
                : ofRoute;
    }

    private StepResult remove(String namespace, Target.Kubernetes target, @Nullable Deployment canary) {
        client.services()
                .inNamespace(namespace)
                .withName(Names.canaryOf(target.service()))
                .delete();
        if (canary != null) {
            deployment(namespace, Names.canaryOf(target.deployment()))
                    .lockResourceVersion(canary.getMetadata().getResourceVersion())
                    .delete(); // its pods in the background
        }
        return new StepResult.Done();
    }

    private static StepResult missing(String detail) {
        return new StepResult.Broken(Cause.MISSING_TARGET, detail);
    }

    private RollableScalableResource<Deployment> deployment(String namespace, String name) {
        return client.apps().deployments().inNamespace(namespace).withName(name);
    }
}
