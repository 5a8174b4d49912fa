package dev.slipway.deploy.kubernetes;

import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Observed;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Deployment says of itself. */
final class Workloads {
    private Workloads() {}

    static Optional<Container> container(Deployment deployment, String name) {
        return containers(deployment).stream()
                .filter(container -> container.getName().equals(name))
                .findFirst();
    }

    static List<String> containerNames(Deployment deployment) {
        return containers(deployment).stream().map(Container::getName).toList();
    }

    private static List<Container> containers(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers();
    }

    static Observed.Workload observed(String component, Container container, Deployment deployment) {
        return new Observed.Workload(
                installed(component, container, deployment),
                replicas(deployment),
                available(deployment),
                lacks(deployment).orElse(null));
    }

    static Installed installed(String component, Container container, Deployment deployment) {
        ObjectMeta template = deployment.getSpec().getTemplate().getMetadata();
        String version = labels(template).get(Names.VERSION);
        if (version == null) {
            version = labels(deployment.getMetadata()).get(Names.VERSION);
        }
        Map<String, String> annotations = template == null ? null : template.getAnnotations();
        return new Installed(
                component,
                version == null ? tag(container.getImage()) : version,
                container.getImage(),
                annotations == null ? null : annotations.get(Names.RELEASE));
    }

    static Map<String, String> labels(@Nullable ObjectMeta metadata) {
        return metadata == null ? Map.of() : Objects.requireNonNullElse(metadata.getLabels(), Map.of());
    }

    private static String tag(String image) {
        String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(colon + 1) : "unknown";
    }

    static int replicas(Deployment deployment) {
        return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
    }

    private static int available(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus();
        return status == null ? 0 : orZero(status.getAvailableReplicas());
    }

    /** What is missing until its rollout is over, as {@code kubectl rollout status} sees it; empty where it is over. */
    static Optional<String> lacks(Deployment deployment) {
        String name = "deployment " + deployment.getMetadata().getName();
        if (!isObserved(deployment)) {
            return Optional.of(name + " was not yet looked at by its controller");
        }
        DeploymentStatus status = deployment.getStatus();
        int wanted = replicas(deployment);
        int updated = orZero(status.getUpdatedReplicas());
        int available = orZero(status.getAvailableReplicas());
        int all = orZero(status.getReplicas());
        if (updated < wanted) {
            return Optional.of(name + " has " + updated + " of " + wanted + " replicas of the new version");
        }
        if (all > updated) {
            return Optional.of(name + " still has " + (all - updated) + " old replicas");
        }
        if (available < wanted) {
            return Optional.of(name + " has " + available + " of " + wanted + " replicas available");
        }
        return Optional.empty();
    }

    /** Whether its status is about its present spec. */
    static boolean isObserved(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus();
        Long generation = deployment.getMetadata().getGeneration();
        return status != null
                && status.getObservedGeneration() != null
                && (generation == null || status.getObservedGeneration() >= generation);
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
