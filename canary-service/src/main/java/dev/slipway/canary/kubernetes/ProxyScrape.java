package dev.slipway.canary.kubernetes;

import dev.slipway.canary.application.Pods.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Through the API server, which reaches pods that we do not. Needs the right to {@code get} {@code pods/proxy}.
 */
public final class ProxyScrape implements Scrape {
    private final KubernetesClient client;

    public ProxyScrape(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public String get(Pod pod, int port, String path) throws PodFailure {
        String url = "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
                .formatted(pod.namespace(), pod.name(), port, path.startsWith("/") ? path : "/" + path);
        try {
            @Nullable String body = client.raw(url);
            if (body == null) {
                throw new PodFailure("404 for " + path + " on port " + port + " of pod " + pod.name());
            }
            return body;
        } catch (KubernetesClientException e) {
            if (e.getCode() > 0) { // the API server answered: for the pod, or that it does not reach it
                throw new PodFailure(e.getCode() + " for " + path + " on port " + port + " of pod " + pod.name() + ": "
                        + e.getMessage());
            }
            if (isTimeout(e)) {
                throw new PodFailure("no answer in time for " + path + " on port " + port + " of pod " + pod.name());
            }
            throw e;
        }
    }

    private static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
