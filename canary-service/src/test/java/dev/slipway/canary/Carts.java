package dev.slipway.canary;

import dev.slipway.sandbox.SandboxCluster;
import dev.slipway.sandbox.node.ImageBehaviour;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Workloads in the sandbox, and requests to their pods. */
public final class Carts implements AutoCloseable {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final SandboxCluster cluster;
    private final String namespace;
    private final KubernetesClient once;

    public Carts(SandboxCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
        Config config = cluster.config();
        config.setRequestRetryBackoffLimit(0); // a request that is answered with 500 shall be one request
        once = new KubernetesClientBuilder().withConfig(config).build();
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    /** A Deployment whose pods are all ready. */
    public void run(String deployment, int replicas, ImageBehaviour behaviour) {
        deploy(deployment, replicas, behaviour);
        Awaitility.await().atMost(SOON).until(() -> ready(deployment).size() == replicas);
    }

    public void deploy(String deployment, int replicas, ImageBehaviour behaviour) {
        String digest = cluster.registry().push("registry.example/shop/cart", behaviour.version(), behaviour);
        cluster.client()
                .load(new ByteArrayInputStream(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: %1$s}
                        spec:
                          replicas: %2$d
                          selector: {matchLabels: {app: %1$s}}
                          template:
                            metadata: {labels: {app: %1$s}}
                            spec:
                              containers:
                              - name: app
                                image: registry.example/shop/cart@%3$s
                                ports: [{containerPort: 8080}]
                                readinessProbe: {httpGet: {path: /health, port: 8080}, periodSeconds: 1}
                        """.formatted(deployment, replicas, digest).getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
    }

    public List<Pod> ready(String deployment) {
        return all(deployment).stream().filter(Readiness::isPodReady).toList();
    }

    public List<Pod> all(String deployment) {
        return cluster.client()
                .pods()
                .inNamespace(namespace)
                .withLabel("app", deployment)
                .list()
                .getItems();
    }

    /** So many requests to each ready pod. */
    public void ask(String deployment, int requests) {
        ready(deployment).forEach(pod -> ask(pod, requests));
    }

    public void ask(Pod pod, int requests) {
        for (int i = 0; i < requests; i++) {
            try {
                once.raw("/api/v1/namespaces/" + namespace + "/pods/"
                        + pod.getMetadata().getName() + ":8080/proxy/");
            } catch (KubernetesClientException e) {
                if (e.getCode() != 500) {
                    throw e; // 500 is what a version that errs answers
                }
            }
        }
    }

    @Override
    public void close() {
        once.close();
    }
}
