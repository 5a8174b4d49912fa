package dev.slipway.deploy.kubernetes;

import dev.slipway.deploy.domain.Examples;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Components as others than Slipway make them. */
public final class Shops {
    private Shops() {}

    /** A Deployment, its Service and its route, of which two rules name the Service and the third does not. */
    public static void create(
            KubernetesClient client, String namespace, String component, String version, int replicas) {
        client.load(new ByteArrayInputStream("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, labels: {app: %1$s, app.kubernetes.io/version: %3$s}}
                spec:
                  replicas: %4$d
                  selector: {matchLabels: {app: %1$s}}
                  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
                  template:
                    metadata: {labels: {app: %1$s, team: shop, app.kubernetes.io/version: %3$s}}
                    spec:
                      containers:
                      - name: app
                        image: %2$s:%3$s
                        ports: [{containerPort: 8080}]
                        readinessProbe: {httpGet: {path: /health, port: 8080}, periodSeconds: 1}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec:
                  selector: {app: %1$s}
                  ports: [{name: http, port: 80, targetPort: 8080}]
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: %1$s}
                spec:
                  parentRefs: [{name: public}]
                  hostnames: [%1$s.example]
                  rules:
                  - matches: [{path: {type: PathPrefix, value: /api}}]
                    backendRefs: [{name: %1$s, port: 80}]
                  - backendRefs: [{name: %1$s, port: 80, weight: 1}]
                  - matches: [{path: {type: PathPrefix, value: /static}}]
                    backendRefs: [{name: files, port: 80}]
                """.formatted(component, Examples.repository(component), version, replicas)
                        .getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
    }
}
