package dev.slipway.canary.kubernetes;

import dev.slipway.canary.application.Pods.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** At the pod's own address, for those who are on the cluster's network: the API server has nothing to do with it. */
public final class DirectScrape implements Scrape, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    @Override
    public String get(Pod pod, int port, String path) throws PodFailure, InterruptedException {
        @Nullable String ip = pod.ip();
        if (ip == null) {
            throw new PodFailure("pod " + pod.name() + " has no address");
        }
        URI url = URI.create("http://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port
                + (path.startsWith("/") ? path : "/" + path));
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(url).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new PodFailure(response.statusCode() + " for " + url + " of pod " + pod.name());
            }
            return response.body();
        } catch (IOException e) {
            throw new PodFailure(e + " for " + url + " of pod " + pod.name());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
