package dev.slipway.sandbox.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.sandbox.EvenShare;
import dev.slipway.sandbox.Loopback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A running container: a small HTTP server that behaves as its image says. */
final class PodServer implements AutoCloseable {
    private final String component;
    private final String pod;
    private final ImageBehaviour behaviour;
    private final PodMetrics metrics;
    private final EvenShare errors;
    private final AtomicInteger serving = new AtomicInteger();
    private final HttpServer http;
    private volatile boolean healthy;

    static PodServer start(String component, String pod, ImageBehaviour behaviour) throws IOException {
        PodServer server = new PodServer(component, pod, behaviour);
        server.http.createContext("/", server::serve);
        server.http.createContext("/healthz", server::health);
        server.http.createContext("/metrics", server::metrics);
        server.http.start();
        return server;
    }

    private PodServer(String component, String pod, ImageBehaviour behaviour) throws IOException {
        this.component = component;
        this.pod = pod;
        this.behaviour = behaviour;
        metrics = new PodMetrics(behaviour.version());
        errors = new EvenShare(pod.hashCode());
        http = Loopback.httpServer(0);
    }

    InetSocketAddress address() {
        return http.getAddress();
    }

    void healthy(boolean value) {
        healthy = value;
    }

    boolean isIdle() {
        return serving.get() == 0;
    }

    private void serve(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        serving.incrementAndGet();
        try (exchange) {
            work();
            boolean failed = errors.next() < behaviour.errorRate();
            int status = failed ? 500 : 200;
            metrics.record(exchange.getRequestMethod(), status, Duration.ofNanos(System.nanoTime() - start));
            String error = failed ? ",\"error\":\"%s is broken\"".formatted(behaviour.version()) : "";
            String body = "{\"component\":\"%s\",\"version\":\"%s\",\"pod\":\"%s\"%s}"
                    .formatted(component, behaviour.version(), pod, error);
            exchange.getResponseHeaders().set("X-Version", behaviour.version());
            answer(exchange, status, "application/json", body);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            serving.decrementAndGet();
        }
    }

    /** What the version needs for a request is time. */
    private void work() throws InterruptedException {
        long jitter = behaviour.jitterMillis();
        long offset = jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(-jitter, jitter + 1);
        long millis = behaviour.latencyMillis() + offset;
        if (millis > 0) {
            Thread.sleep(millis);
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange, healthy ? 200 : 503, "text/plain", healthy ? "ok" : "unhealthy");
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
