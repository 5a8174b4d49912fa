package dev.slipway.e2e.faults;

import dev.slipway.audit.domain.SourceOfTruth;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Occupancy;
import dev.slipway.deploy.mongo.MongoEnvironmentStore;
import dev.slipway.events.Artifact;
import dev.slipway.events.ComponentState;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Of the cluster: that it runs what the trail and deploy-service say (S), only what a gate has let in (P), brought there once
 * (E), and no bad canary (B). By the images, digest and all: a version is a label that anybody can write.
 */
final class ClusterJudge {
    private final Landscape landscape;
    private final Shops shops;
    private final Set<String> broken;

    ClusterJudge(Landscape landscape, Shops shops, Set<String> broken) {
        this.landscape = landscape;
        this.shops = shops;
        this.broken = broken;
    }

    /**
     * @param trail what is in the trail
     * @param said what is on the topics
     */
    void judge(Collection<EventEnvelope> trail, Collection<EventEnvelope> said) {
        Map<String, String> told = new HashMap<>();
        SourceOfTruth.of(trail)
                .forEach(one -> told.put(one.application() + "-" + one.environment(), text(one.components())));
        Map<String, String> known = known();
        Map<String, Set<String>> letIn = letIn(said);
        for (String name : shops.names()) {
            for (String stage : Shops.STAGES) {
                String namespace = name + "-" + stage;
                String first = text(Shops.FIRST, shops.firstImage(name));
                runs(namespace, told.getOrDefault(namespace, first), known.getOrDefault(namespace, first));
                Set<String> images = letIn.getOrDefault(namespace, new HashSet<>());
                images.add(shops.firstImage(name));
                isLetIn(namespace, images);
                rolledOutOnce(namespace);
                traffic(namespace);
            }
        }
    }

    /** What deploy-service says, where it has been. */
    private Map<String, String> known() {
        Map<String, String> known = new HashMap<>();
        for (Environment environment :
                new MongoEnvironmentStore(landscape.database().getDatabase(Service.DEPLOY.database())).all()) {
            Occupancy current = environment.current();
            known.put(environment.namespace(), current == null ? "nothing" : text(current.states()));
            if (environment.holder() != null) {
                broken.add("R: " + environment.namespace() + " is held by " + environment.holder());
            }
        }
        return known;
    }

    private void runs(String namespace, String told, String known) {
        Map<String, PodTemplateSpec> deployments = new TreeMap<>();
        client().apps()
                .deployments()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(one -> deployments.put(
                        one.getMetadata().getName(), one.getSpec().getTemplate()));
        if (!deployments.keySet().equals(Set.of(Shops.COMPONENT))) {
            broken.add("S: the deployments of " + namespace + " are " + deployments.keySet());
        }
        PodTemplateSpec template = deployments.get(Shops.COMPONENT);
        String runs = template == null ? "nothing" : text(version(template.getMetadata()), image(template));
        if (!runs.equals(told)) {
            broken.add("S: " + namespace + " runs " + runs + ", the trail says " + told);
        }
        if (!runs.equals(known)) {
            broken.add("S: " + namespace + " runs " + runs + ", deploy-service says " + known);
        }
    }

    private static String text(List<ComponentState> components) {
        return String.join(
                ", ",
                components.stream()
                        .map(one -> text(one.version(), one.image()))
                        .sorted()
                        .toList());
    }

    private static String text(String version, String image) {
        return version + " " + image;
    }

    private static String version(ObjectMeta about) {
        return about.getLabels().getOrDefault("app.kubernetes.io/version", "?");
    }

    private static String image(PodTemplateSpec template) {
        return template.getSpec().getContainers().getFirst().getImage();
    }

    /** The images that the gates of each namespace have let in. */
    private static Map<String, Set<String>> letIn(Collection<EventEnvelope> said) {
        Map<String, Set<String>> letIn = new HashMap<>();
        for (EventEnvelope one : said) {
            if (one.event() instanceof GatePassed passed && passed.phase() == GatePhase.ENTRY) {
                letIn.computeIfAbsent(one.application() + "-" + passed.environment(), _ -> new HashSet<>())
                        .addAll(passed.artifacts().stream()
                                .map(Artifact::pinned)
                                .toList());
            }
        }
        return letIn;
    }

    /** Of all that runs, and ran as far as the cluster remembers. */
    private void isLetIn(String namespace, Set<String> images) {
        Set<String> brought = new HashSet<>();
        client().apps().deployments().inNamespace(namespace).list().getItems().stream()
                .map(one -> image(one.getSpec().getTemplate()))
                .forEach(brought::add);
        client().apps().replicaSets().inNamespace(namespace).list().getItems().stream()
                .map(one -> image(one.getSpec().getTemplate()))
                .forEach(brought::add);
        brought.stream()
                .filter(image -> !images.contains(image))
                .forEach(
                        image -> broken.add("P: " + image + " came to " + namespace + ", where no gate has let it in"));
    }

    /** A version that is applied again is the same replica set; another template would make another one. */
    private void rolledOutOnce(String namespace) {
        Map<String, Integer> sets = new HashMap<>();
        client().apps().replicaSets().inNamespace(namespace).list().getItems().stream()
                .map(ReplicaSet::getMetadata)
                .forEach(set -> sets.merge(version(set) + set.getLabels().get("app"), 1, Integer::sum));
        sets.forEach((version, count) -> {
            if (count > 1) {
                broken.add("E: " + version + " was rolled out " + count + " times in " + namespace);
            }
        });
    }

    private void traffic(String namespace) {
        client().resources(HTTPRoute.class).inNamespace(namespace).list().getItems().stream()
                .flatMap(route -> route.getSpec().getRules().stream())
                .flatMap(rule -> rule.getBackendRefs().stream())
                .filter(ref -> ref.getName().endsWith("-canary") && (ref.getWeight() == null || ref.getWeight() > 0))
                .forEach(ref -> broken.add("B: " + ref.getName() + " still gets traffic in " + namespace));
    }

    private KubernetesClient client() {
        return landscape.cluster().client();
    }
}
