package dev.slipway.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clients for a cluster. */
public final class KubernetesClients {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int REQUEST_MILLIS = 5_000;
    private static final int REQUESTS_AT_ONCE = 512;

    private KubernetesClients() {}

    /**
     * @param kubeconfig the file that says how to reach the cluster; null inside of one
     * @param context which of its contexts; null for its current one
     */
    public static KubernetesClient create(@Nullable Path kubeconfig, @Nullable String context) {
        return create(kubeconfig == null ? inCluster() : read(kubeconfig, context));
    }

    /** Quick to notice, and without retries and limits of its own: our shell repeats, and our bulkheads limit. */
    static KubernetesClient create(Config config) {
        config.setRequestRetryBackoffLimit(0);
        config.setOnlyHttpWatches(true);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setMaxConcurrentRequests(REQUESTS_AT_ONCE);
        config.setMaxConcurrentRequestsPerHost(REQUESTS_AT_ONCE);
        if (config.getMasterUrl().startsWith("http://")) {
            config.setHttp2Disable(true); // without TLS it would be negotiated by an upgrade of each connection
        }
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** With a context, paths in the file have to be absolute: only the file's text is known then. */
    private static Config read(Path kubeconfig, @Nullable String context) {
        try {
            if (context == null) {
                return Config.fromKubeconfig(kubeconfig.toFile());
            }
            var file =
                    Serialization.unmarshal(Files.readString(kubeconfig), io.fabric8.kubernetes.api.model.Config.class);
            List<String> contexts =
                    file.getContexts().stream().map(NamedContext::getName).toList();
            if (!contexts.contains(context)) {
                throw new IllegalArgumentException("slipway.kubernetes.context is '" + context + "', " + kubeconfig
                        + " has " + contexts + ": name one of these");
            }
            file.setCurrentContext(context);
            return Config.fromKubeconfig(Serialization.asYaml(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the kubeconfig " + kubeconfig + " failed", e);
        }
    }

    private static Config inCluster() {
        if (System.getenv("KUBERNETES_SERVICE_HOST") == null) {
            throw new IllegalStateException(
                    "slipway.kubernetes.kubeconfig is not set and this is not a pod of a cluster:"
                            + " set SLIPWAY_KUBECONFIG to a kubeconfig file");
        }
        return Config.autoConfigure(null);
    }
}
