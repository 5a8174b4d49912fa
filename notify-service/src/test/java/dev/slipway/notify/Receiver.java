package dev.slipway.notify;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.codec.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** A real HTTP server that keeps what it is told and answers as the test says. */
public final class Receiver implements AutoCloseable {
    /** What it does with a request. */
    public sealed interface Behaviour {
        /** Answers. */
        record Answer(int status, String body, Map<String, String> headers) implements Behaviour {}

        /** Says nothing until it is closed. */
        record Hang() implements Behaviour {}

        /** Breaks the connection in the middle of its answer. */
        record Reset() implements Behaviour {}
    }

    /** A request. */
    public record Heard(String path, Headers headers, String body) {
        public JsonNode json() {
            return Json.MAPPER.readTree(body);
        }

        public String header(String name) {
            return Objects.requireNonNull(headers.getFirst(name), name);
        }
    }

    public static final Behaviour OK = answer(200, "{\"ok\":true,\"ts\":\"1716.0001\"}");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<Heard> taken = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = OK;

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public static Behaviour answer(int status, String body) {
        return new Behaviour.Answer(status, body, Map.of());
    }

    public void now(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** Those of what it heard that it answered with 2xx. */
    public List<Heard> taken() {
        return List.copyOf(taken);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var request = new Heard(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body);
        heard.add(request);
        try (exchange) {
            switch (behaviour) {
                case Behaviour.Answer(int status, String text, Map<String, String> headers) -> {
                    if (status / 100 == 2) {
                        taken.add(request);
                    }
                    headers.forEach(exchange.getResponseHeaders()::set);
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
                case Behaviour.Hang _ -> closed.await();
                case Behaviour.Reset _ -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write('{');
                    throw new IOException("the test breaks the connection");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
