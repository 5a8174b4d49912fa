package dev.slipway.sandbox.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the API server about one pod, and waits out an API server that does not listen. */
final class PodReporter {
    private static final Logger LOG = LoggerFactory.getLogger(PodReporter.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final Pod pod;
    private final CountDownLatch stopped;

    /** @param stopped when it opens, nothing is tried again */
    PodReporter(KubernetesClient client, Pod pod, CountDownLatch stopped) {
        this.client = client;
        this.pod = pod;
        this.stopped = stopped;
    }

    void bind(String node) throws InterruptedException {
        String path = "/api/v1/namespaces/%s/pods/%s/binding"
                .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        persistently(() -> client.raw(
                path,
                "POST",
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Binding",
                        "metadata",
                        Map.of("name", pod.getMetadata().getName()),
                        "target",
                        Map.of("apiVersion", "v1", "kind", "Node", "name", node))));
    }

    void report(PodStatus status) throws InterruptedException {
        // The uid keeps it from being said about another pod of the same name.
        Pod patch = new PodBuilder()
                .withNewMetadata()
                .withUid(pod.getMetadata().getUid())
                .endMetadata()
                .withStatus(status)
                .build();
        String json = client.getKubernetesSerialization().asJson(patch);
        persistently(() -> resource().subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), json));
    }

    /** Tells that the pod has ended and can be forgotten. */
    void delete() throws InterruptedException {
        persistently(() -> resource().withGracePeriod(0).delete());
    }

    private PodResource resource() {
        return client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName());
    }

    private void persistently(Runnable request) throws InterruptedException {
        Duration wait = FIRST_WAIT;
        while (true) {
            try {
                request.run();
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() == 404 || e.getCode() == 409) {
                    return; // the pod is gone, or bound already
                }
                LOG.debug(
                        "API server did not take a report, will be tried again: {}",
                        pod.getMetadata().getName(),
                        e);
            }
            if (stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
    }
}
