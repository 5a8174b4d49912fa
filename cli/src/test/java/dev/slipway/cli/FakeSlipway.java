package dev.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server that answers as docs/contracts.md says, with what a test put in, and remembers what it was asked. */
final class FakeSlipway implements AutoCloseable {
    record Asked(String method, String target, String authorization, String contentType, String body) {
        String line() {
            return method + " " + target;
        }
    }

    private record Answer(int status, String type, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    FakeSlipway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Several answers to one request line are given in turn, the last one for ever. */
    FakeSlipway answers(String requestLine, int status, String json) {
        return answers(requestLine, status, status < 400 ? "application/json" : "application/problem+json", json);
    }

    synchronized FakeSlipway answers(String requestLine, int status, String type, String body) {
        answers.computeIfAbsent(requestLine, _ -> new ArrayDeque<>()).add(new Answer(status, type, body));
        return this;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            asked.add(request);
            Deque<Answer> prepared = answers.get(request.line());
            Answer answer = prepared == null
                    ? new Answer(404, "application/problem+json", NOT_FOUND)
                    : prepared.size() > 1 ? prepared.removeFirst() : prepared.getFirst();
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static final String NOT_FOUND = """
            {"type": "about:blank", "title": "Not Found", "status": 404, "code": "unknown-release",
             "detail": "there is no such release", "remedy": "see 'slipway status' for those that are active"}""";

    @Override
    public void close() {
        server.stop(0);
    }
}
