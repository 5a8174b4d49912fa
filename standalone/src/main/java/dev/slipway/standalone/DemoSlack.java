package dev.slipway.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.codec.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** Stands in for Slack: takes chat.postMessage and keeps what was said. */
public final class DemoSlack implements AutoCloseable {
    public static final String TOKEN = "xoxb-demo";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private DemoSlack(HttpServer server) {
        this.server = server;
    }

    public static DemoSlack start() throws IOException {
        DemoSlack slack =
                new DemoSlack(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        slack.server.createContext("/chat.postMessage", slack::take);
        slack.server.setExecutor(slack.threads);
        slack.server.start();
        return slack;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = Json.MAPPER.readTree(exchange.getRequestBody());
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (known) {
                messages.add(message.path("channel").asString() + "  "
                        + message.path("text").asString());
            }
            String answer = known
                    ? "{\"ok\":true,\"ts\":\"" + messages.size() + ".000100\"}"
                    : "{\"ok\":false,\"error\":\"invalid_auth\"}";
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was said, the channel before it, in the order in which it came. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
