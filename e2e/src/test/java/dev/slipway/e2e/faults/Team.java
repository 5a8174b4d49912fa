package dev.slipway.e2e.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.EventId;
import dev.slipway.events.codec.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Those who want to know, behind a webhook; they tell what comes again by the id of its event. */
final class Team implements AutoCloseable {
    private final HttpServer server;
    private final Set<EventId> told = ConcurrentHashMap.newKeySet();

    private Team(HttpServer server) {
        this.server = server;
    }

    static Team listening() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Team team = new Team(server);
        server.createContext("/", team::hear);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return team;
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            told.add(new EventId(
                    Json.MAPPER.readTree(exchange.getRequestBody()).path("id").asString()));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The events that they were told of. */
    Set<EventId> told() {
        return Set.copyOf(told);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
