package dev.slipway.gate.probe;

import dev.slipway.events.GateCheck;
import dev.slipway.gate.application.Prober;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One GET a probe, never retried: the gate itself asks again. Redirects are answers of their own. */
public final class HttpProber implements Prober, AutoCloseable {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    @Override
    public Answer ask(GateCheck.Probe probe) {
        long start = System.nanoTime();
        try {
            HttpResponse<Void> response = client.send(
                    HttpRequest.newBuilder(URI.create(probe.url()))
                            .timeout(TIME_LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            return new Answer(response.statusCode() == probe.expect(), response.statusCode() + " in " + millis + " ms");
        } catch (IOException | IllegalArgumentException e) {
            return new Answer(
                    false, e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(false, "interrupted");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
