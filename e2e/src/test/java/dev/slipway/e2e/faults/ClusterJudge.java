package dev.slipway.e2e.faults;

import dev.slipway.audit.domain.SourceOfTruth;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.mongo.MongoEnvironmentStore;
import dev.slipway.events.EventEnvelope;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Of the cluster: that it runs what the trail and deploy-service say (S), brought there once (E), and no bad canary (B). */
final class ClusterJudge {
    private final Landscape landscape;
    private final Set<String> broken;

    ClusterJudge(Landscape landscape, Set<String> broken) {
        this.landscape = landscape;
        this.broken = broken;
    }

    /** What the trail says runs, what deploy-service says, and what the cluster runs. */
    void judge(Collection<EventEnvelope> events) {
        Map<String, String> told = new HashMap<>();
        SourceOfTruth.of(events).forEach(one -> told.put(one.application() + "-" + one.environment(), one.version()));
        for (Environment environment :
                new MongoEnvironmentStore(landscape.database().getDatabase(Service.DEPLOY.database())).all()) {
            String namespace = environment.namespace();
            List<Deployment> deployments = landscape
                    .cluster()
                    .client()
                    .apps()
                    .deployments()
                    .inNamespace(namespace)
                    .list()
                    .getItems();
            if (deployments.size() != 1) {
                broken.add("S: " + namespace + " has " + deployments.size() + " deployments");
            }
            String runs = version(deployments.getFirst());
            String document =
                    environment.current() == null ? "?" : environment.current().version();
            if (!runs.equals(document) || !runs.equals(told.getOrDefault(namespace, runs))) {
                broken.add("S: %s runs %s, deploy-service says %s, the trail says %s"
                        .formatted(namespace, runs, document, told.get(namespace)));
            }
            if (environment.holder() != null) {
                broken.add("R: " + namespace + " is held by " + environment.holder());
            }
            rolledOutOnce(namespace);
            traffic(namespace);
        }
    }

    private static String version(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .getOrDefault("app.kubernetes.io/version", "unknown");
    }

    /** A version that is applied again is the same replica set; another template would make another one. */
    private void rolledOutOnce(String namespace) {
        Map<String, Integer> sets = new HashMap<>();
        landscape.cluster().client().apps().replicaSets().inNamespace(namespace).list().getItems().stream()
                .map(set -> set.getMetadata().getLabels())
                .forEach(labels -> sets.merge(
                        labels.getOrDefault("app.kubernetes.io/version", "?") + labels.get("app"), 1, Integer::sum));
        sets.forEach((version, count) -> {
            if (count > 1) {
                broken.add("E: " + version + " was rolled out " + count + " times in " + namespace);
            }
        });
    }

    private void traffic(String namespace) {
        landscape.cluster().client().resources(HTTPRoute.class).inNamespace(namespace).list().getItems().stream()
                .flatMap(route -> route.getSpec().getRules().stream())
                .flatMap(rule -> rule.getBackendRefs().stream())
                .filter(ref -> ref.getName().endsWith("-canary") && (ref.getWeight() == null || ref.getWeight() > 0))
                .forEach(ref -> broken.add("B: " + ref.getName() + " still gets traffic in " + namespace));
    }
}
