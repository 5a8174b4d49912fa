package dev.slipway.sandbox.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sandbox's only node: runs every pod of a cluster that is bound to it or to none. */
public final class NodeAgent implements AutoCloseable {
    /** The name of the node that pods are bound to. */
    public static final String NODE = "sandbox";

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final KubernetesClient client;
    private final SandboxRegistry registry;
    private final PodNetwork network;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    private @Nullable SharedIndexInformer<Pod> informer;

    private record Running(PodRunner runner, Thread thread) {}

    private NodeAgent(KubernetesClient client, SandboxRegistry registry, PodNetwork network) {
        this.client = client;
        this.registry = registry;
        this.network = network;
    }

    /** Starts to run what is there and what comes; pods that were running before keep their addresses. */
    public static NodeAgent start(KubernetesClient client, SandboxRegistry registry, PodNetwork network) {
        NodeAgent agent = new NodeAgent(client, registry, network);
        for (Pod pod : client.pods().inAnyNamespace().list().getItems()) {
            if (pod.getStatus() != null && pod.getStatus().getPodIP() != null) {
                network.keep(pod.getStatus().getPodIP());
            }
        }
        agent.informer = client.pods().inAnyNamespace().inform(agent.new Handler());
        return agent;
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            seen(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            if (!before.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
                gone(before);
            }
            seen(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean lastStateUnknown) {
            gone(pod);
        }
    }

    private void seen(Pod pod) {
        String bound = pod.getSpec().getNodeName();
        if (bound != null && !bound.equals(NODE)) {
            return;
        }
        boolean ended = pod.getStatus() != null
                && ENDED.contains(String.valueOf(pod.getStatus().getPhase()));
        boolean ending = pod.getMetadata().getDeletionTimestamp() != null;
        Running known = ended && !ending
                ? running.get(pod.getMetadata().getUid())
                : running.computeIfAbsent(pod.getMetadata().getUid(), uid -> start(uid, pod));
        if (ending && known != null) {
            known.runner.delete();
        }
    }

    private Running start(String uid, Pod pod) {
        PodRunner runner = new PodRunner(pod, NODE, client, registry, network);
        Thread thread = Thread.ofVirtual()
                .name("pod " + pod.getMetadata().getName())
                .unstarted(() -> {
                    runner.run();
                    running.remove(uid);
                });
        thread.start();
        return new Running(runner, thread);
    }

    private void gone(Pod pod) {
        Running known = running.get(pod.getMetadata().getUid());
        if (known != null) {
            known.runner.delete();
        }
    }

    /** Stops all pods' servers; in the cluster the pods go on, for the next agent to run. */
    @Override
    public void close() {
        if (informer != null) {
            informer.close();
        }
        running.values().forEach(each -> each.runner.leaveAlone());
        try {
            for (Running each : running.values()) {
                each.thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
