package dev.slipway.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes releases when a Deployment of the namespace that they wait in becomes ready. */
public final class ReadyWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReadyWatch.class);

    private final KubernetesClient client;
    private final Map<String, Set<String>> waiting = new ConcurrentHashMap<>();
    private final Map<String, SharedIndexInformer<Deployment>> watched = new ConcurrentHashMap<>();
    private volatile Consumer<String> wake = _ -> {};

    public ReadyWatch(KubernetesClient client) {
        this.client = client;
    }

    /** Who is called with the release's id; must not block. */
    public void wakes(Consumer<String> releases) {
        wake = releases;
    }

    void await(String namespace, String release) {
        waiting.computeIfAbsent(namespace, _ -> ConcurrentHashMap.newKeySet()).add(release);
        watched.computeIfAbsent(namespace, this::watch);
    }

    private SharedIndexInformer<Deployment> watch(String namespace) {
        SharedIndexInformer<Deployment> informer = client.apps()
                .deployments()
                .inNamespace(namespace)
                .runnableInformer(0)
                .addEventHandler(new Handler(namespace))
                .exceptionHandler((_, cause) -> {
                    log.atWarn()
                            .addKeyValue("namespace", namespace)
                            .setCause(cause)
                            .log("deployments are not watched, they are only looked at now and then; trying again");
                    return true;
                });
        informer.start();
        return informer;
    }

    private final class Handler implements ResourceEventHandler<Deployment> {
        private final String namespace;

        Handler(String namespace) {
            this.namespace = namespace;
        }

        @Override
        public void onAdd(Deployment deployment) {
            moved(deployment);
        }

        @Override
        public void onUpdate(Deployment before, Deployment deployment) {
            moved(deployment);
        }

        @Override
        public void onDelete(Deployment deployment, boolean lastStateUnknown) {
            // a look that is due finds out
        }

        private void moved(Deployment deployment) {
            if (Workloads.lacks(deployment).isEmpty()) {
                Set<String> releases = waiting.remove(namespace);
                if (releases != null) {
                    releases.forEach(wake);
                }
            }
        }
    }

    @Override
    public void close() {
        watched.values().forEach(SharedIndexInformer::close);
    }
}
