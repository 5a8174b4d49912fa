package dev.slipway.canary.kubernetes;

import dev.slipway.canary.application.MetricSource;
import dev.slipway.canary.application.Pods;
import dev.slipway.service.resilience.OutsideSystem;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The pods that a Deployment's selector finds. A list is kept for a second: several metrics of one interval ask for it. */
public final class KubernetesPods implements Pods {
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Scrape scrape;
    private final OutsideSystem api;
    private final OutsideSystem pods;
    private final Clock clock;
    private final Map<Key, Listed> lists = new ConcurrentHashMap<>();

    private record Key(String namespace, String deployment) {}

    private record Listed(Instant at, List<Pod> pods) {}

    /** What came of asking one pod. */
    private record Answer(@Nullable String body, @Nullable String failure) {}

    /**
     * @param api the API server, for lists
     * @param pods the way to the pods
     */
    public KubernetesPods(KubernetesClient client, Scrape scrape, OutsideSystem api, OutsideSystem pods, Clock clock) {
        this.client = client;
        this.scrape = scrape;
        this.api = api;
        this.pods = pods;
        this.clock = clock;
    }

    @Override
    public List<Pod> of(String namespace, String deployment) {
        Key key = new Key(namespace, deployment);
        Instant now = clock.instant();
        Listed listed = lists.get(key);
        if (listed != null && now.isBefore(listed.at().plus(KEPT))) {
            return listed.pods();
        }
        List<Pod> found = ask(key);
        lists.values().removeIf(old -> !now.isBefore(old.at().plus(KEPT)));
        lists.put(key, new Listed(now, found));
        return found;
    }

    private List<Pod> ask(Key key) {
        try {
            return api.call(() -> list(key));
        } catch (OutsideSystem.Unavailable e) {
            throw new MetricSource.Unreadable(
                    "the pods of " + key.namespace() + "/" + key.deployment() + " could not be listed: "
                            + e.getMessage(),
                    e);
        }
    }

    private List<Pod> list(Key key) {
        @Nullable
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace(key.namespace())
                .withName(key.deployment())
                .get();
        if (deployment == null) {
            return List.of();
        }
        return client
                .pods()
                .inNamespace(key.namespace())
                .withLabelSelector(deployment.getSpec().getSelector())
                .list()
                .getItems()
                .stream()
                .map(KubernetesPods::pod)
                .toList();
    }

    private static Pod pod(io.fabric8.kubernetes.api.model.Pod pod) {
        boolean ready = pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream().anyMatch(KubernetesPods::saysReady);
        return new Pod(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                pod.getStatus().getPodIP(),
                ready);
    }

    private static boolean saysReady(PodCondition condition) {
        return "Ready".equals(condition.getType()) && "True".equals(condition.getStatus());
    }

    /** A pod's own failure is an answer, not a failure of the way to it: the circuit stays closed for the others. */
    @Override
    public String get(Pod pod, int port, String path) {
        Answer answer;
        try {
            answer = pods.call(() -> ask(pod, port, path));
        } catch (OutsideSystem.Unavailable e) {
            throw new MetricSource.Unreadable(String.valueOf(e.getMessage()), e);
        }
        if (answer.body() == null) {
            throw new MetricSource.Unreadable(String.valueOf(answer.failure()), null);
        }
        return answer.body();
    }

    private Answer ask(Pod pod, int port, String path) throws Exception {
        try {
            return new Answer(scrape.get(pod, port, path), null);
        } catch (Scrape.PodFailure e) {
            return new Answer(null, e.getMessage());
        }
    }
}
