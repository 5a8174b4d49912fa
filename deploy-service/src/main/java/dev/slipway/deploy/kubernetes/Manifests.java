package dev.slipway.deploy.kubernetes;

import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.LabelValue;
import dev.slipway.events.Target;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects that are applied: of stable only what is ours, of the canary everything. */
final class Manifests {
    private Manifests() {}

    /** Image, version, release and fence: all else of stable belongs to others. */
    static Deployment stable(String namespace, Target.Kubernetes target, Installed goal, Deployment live, Fence fence) {
        Map<String, String> version = Map.of(Names.VERSION, goal.version());
        Map<String, String> release = goal.release() == null ? Map.of() : Map.of(Names.RELEASE, goal.release());
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(target.deployment())
                .withNamespace(namespace)
                .withResourceVersion(live.getMetadata().getResourceVersion())
                .withLabels(version)
                .withAnnotations(Fences.annotation(fence))
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(version)
                .withAnnotations(release)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(target.container())
                .withImage(goal.image())
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /**
     * As stable is, but of the new version, and reached by none of the ways that lead to stable.
     *
     * @param live what is there already; null for nothing
     */
    static Deployment canary(
            String namespace,
            Target.Kubernetes target,
            Installed goal,
            int replicas,
            Deployment stable,
            Service stableService,
            @Nullable Deployment live,
            Fence fence) {
        Map<String, String> identity = identity(target, goal.component());
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(Names.canaryOf(target.deployment()))
                .withNamespace(namespace)
                .withResourceVersion(live == null ? null : live.getMetadata().getResourceVersion())
                .withAnnotations(Fences.annotation(fence))
                .withLabels(identity)
                .addToLabels(Names.VERSION, goal.version())
                .addToLabels(Names.RELEASE, LabelValue.of(String.valueOf(goal.release())))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withMinReadySeconds(stable.getSpec().getMinReadySeconds())
                .withProgressDeadlineSeconds(stable.getSpec().getProgressDeadlineSeconds())
                .withStrategy(stable.getSpec().getStrategy())
                .withNewSelector()
                .withMatchLabels(identity)
                .endSelector()
                .withTemplate(template(target, goal, stable, stableService))
                .endSpec()
                .build();
    }

    private static PodTemplateSpec template(
            Target.Kubernetes target, Installed goal, Deployment stable, Service stableService) {
        PodTemplateSpec template = stable.getSpec().getTemplate();
        Set<String> waysToStable = new HashSet<>(selector(stableService).keySet());
        waysToStable.addAll(stable.getSpec().getSelector().getMatchLabels().keySet());
        Map<String, String> labels = new HashMap<>(Workloads.labels(template.getMetadata()));
        labels.put(Names.VERSION, goal.version());
        labels.keySet().removeAll(waysToStable);
        labels.putAll(identity(target, goal.component()));
        labels.put(Names.RELEASE, LabelValue.of(String.valueOf(goal.release())));
        ObjectMeta metadata = template.getMetadata();
        Map<String, String> annotations = new HashMap<>(
                metadata == null ? Map.of() : Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()));
        annotations.put(Names.RELEASE, String.valueOf(goal.release()));
        return new PodTemplateSpecBuilder(template)
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .editSpec()
                .editMatchingContainer(container -> container.getName().equals(target.container()))
                .withImage(goal.image())
                .endContainer()
                .endSpec()
                .build();
    }

    static Service canaryService(String namespace, Target.Kubernetes target, String component, Service stableService) {
        List<ServicePort> ports = stableService.getSpec().getPorts().stream()
                .map(port -> new ServicePortBuilder(port).withNodePort(null).build())
                .toList();
        Map<String, String> identity = identity(target, component);
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(Names.canaryOf(target.service()))
                .withNamespace(namespace)
                .withLabels(identity)
                .endMetadata()
                .withNewSpec()
                .withSelector(identity)
                .withPorts(ports)
                .endSpec()
                .build();
    }

    /** Without the release: a Deployment's selector cannot be changed, and a later canary has the same name. */
    private static Map<String, String> identity(Target.Kubernetes target, String component) {
        return Map.of(
                Names.COMPONENT, LabelValue.of(component),
                Names.TRACK, Names.CANARY,
                Names.WORKLOAD, LabelValue.of(Names.canaryOf(target.deployment())));
    }

    private static Map<String, String> selector(Service service) {
        return Objects.requireNonNullElse(service.getSpec().getSelector(), Map.of());
    }
}
