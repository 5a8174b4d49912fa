package dev.slipway.standalone;

import dev.slipway.sandbox.SandboxCluster;
import dev.slipway.sandbox.node.ImageBehaviour;
import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** agentaskit as its team would have it in a cluster: three components in staging and in production, with their routes. */
public final class DemoCluster {
    public static final String APPLICATION = "agentaskit";
    public static final List<String> COMPONENTS = List.of("api-gateway", "orchestrator", "workers");
    private static final String REGISTRY = "registry.example/agentaskit/";
    private static final Map<String, Integer> REPLICAS = Map.of("staging", 1, "production", 2);
    private static final int HTTP_PORT = 8080;
    private static final int READY_WITHIN_SECONDS = 30;

    private final KubernetesClient client;
    private final SandboxRegistry registry;
    private final URI gateway;

    /** In any cluster whose pods are run by the sandbox's node agent. */
    public DemoCluster(KubernetesClient client, SandboxRegistry registry, URI gateway) {
        this.client = client;
        this.registry = registry;
        this.gateway = gateway;
    }

    public static DemoCluster in(SandboxCluster cluster) {
        return new DemoCluster(cluster.client(), cluster.registry(), cluster.gatewayUrl());
    }

    /** What CI does: builds an image of every component; answers their artifacts as {@code component=reference@digest}. */
    public List<String> build(ImageBehaviour behaviour) {
        return COMPONENTS.stream()
                .map(component -> component + "=" + reference(component, behaviour.version()) + "@"
                        + registry.push(REGISTRY + component, behaviour.version(), behaviour))
                .toList();
    }

    private static String reference(String component, String version) {
        return REGISTRY + component + ":" + version;
    }

    /** What runs before Slipway comes. Returns when all of it is ready. */
    public void install(String version, List<String> artifacts) {
        for (String environment : List.of("staging", "production")) {
            String namespace = APPLICATION + "-" + environment;
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .serverSideApply();
            for (String artifact : artifacts) {
                String component = artifact.substring(0, artifact.indexOf('='));
                String image = REGISTRY + component + artifact.substring(artifact.indexOf('@'));
                client.resource(deployment(namespace, component, REPLICAS.getOrDefault(environment, 1), image, version))
                        .serverSideApply();
                client.resource(service(namespace, component)).serverSideApply();
                client.resource(route(namespace, component, path(environment, component)))
                        .serverSideApply();
            }
        }
        REPLICAS.keySet()
                .forEach(environment -> COMPONENTS.forEach(component -> client.apps()
                        .deployments()
                        .inNamespace(APPLICATION + "-" + environment)
                        .withName(component)
                        .waitUntilReady(READY_WITHIN_SECONDS, TimeUnit.SECONDS)));
    }

    /** Where the users of production ask. */
    public List<URI> productionUrls() {
        return COMPONENTS.stream()
                .map(component -> URI.create(gateway + path("production", component) + "/"))
                .toList();
    }

    /** The version that the workload of a component says it runs. */
    public String runningVersion(String environment, String component) {
        return client.apps()
                .deployments()
                .inNamespace(APPLICATION + "-" + environment)
                .withName(component)
                .get()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .getOrDefault("app.kubernetes.io/version", "unknown");
    }

    private static String path(String environment, String component) {
        return "/" + environment + "/" + component;
    }

    private static Deployment deployment(
            String namespace, String component, int replicas, String image, String version) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(component)
                .withLabels(Map.of("app.kubernetes.io/version", version))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(Map.of("app", component))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Map.of("app", component, "app.kubernetes.io/version", version))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(component)
                .withImage(image)
                .addNewPort()
                .withName("http")
                .withContainerPort(HTTP_PORT)
                .endPort()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Service service(String namespace, String component) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(component)
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("app", component))
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withTargetPort(new IntOrString("http"))
                .endPort()
                .endSpec()
                .build();
    }

    private static HTTPRoute route(String namespace, String component, String path) {
        return new HTTPRouteBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(component)
                .endMetadata()
                .withNewSpec()
                .addNewParentRef()
                .withName("sandbox")
                .endParentRef()
                .addNewRule()
                .addNewMatch()
                .withNewPath()
                .withType("PathPrefix")
                .withValue(path)
                .endPath()
                .endMatch()
                .addNewFilter()
                .withType("URLRewrite")
                .withNewUrlRewrite()
                .withNewPath()
                .withType("ReplacePrefixMatch")
                .withReplacePrefixMatch("/")
                .endPath()
                .endUrlRewrite()
                .endFilter()
                .addNewBackendRef()
                .withName(component)
                .withPort(80)
                .withWeight(100)
                .endBackendRef()
                .endRule()
                .endSpec()
                .build();
    }
}
