package dev.slipway.sandbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.sandbox.Loopback;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kubernetes API server on loopback, for whoever knows its token. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private final ObjectStore store;
    private final Resources resources;
    private final Verbs verbs;
    private final PodProxy proxy;
    private final byte[] authorization;
    private final Faults faults = new Faults();
    private final HttpServer http;

    /**
     * Starts to serve what the file holds.
     *
     * @param file made if there is none
     * @param port 0 for any that is free
     * @param token what clients must send as their bearer token
     */
    public static ApiServer start(Path file, int port, String token, PodAddresses addresses) throws IOException {
        ApiServer server = new ApiServer(ObjectStore.open(file), port, token, addresses);
        server.begin();
        return server;
    }

    private ApiServer(ObjectStore store, int port, String token, PodAddresses addresses) throws IOException {
        this.store = store;
        resources = new Resources(store, Clock.systemUTC());
        verbs = new Verbs(resources);
        proxy = new PodProxy(addresses);
        authorization = ("Bearer " + token).getBytes(UTF_8);
        http = Loopback.httpServer(port);
    }

    private void begin() {
        for (String name : List.of("default", "kube-system")) {
            if (resources.find(new ObjectKey(ResourceType.NAMESPACES, "", name)).isEmpty()) {
                ObjectNode namespace = Json.object();
                Json.metadata(namespace).put("name", name);
                resources.create(ResourceType.NAMESPACES, "", namespace, WriteOptions.by("apiserver"));
            }
        }
        http.createContext("/", this::handle);
        http.start();
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /** The objects, for controllers in the same process. */
    public Resources resources() {
        return resources;
    }

    public Faults faults() {
        return faults;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                serve(exchange);
            } catch (StatusException refused) {
                Requests.answer(exchange, refused.code(), refused.status());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException bug) {
                LOG.error("request failed: {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), bug);
                StatusException internal = StatusException.of(500, "InternalError", "Internal error occurred: " + bug);
                Requests.answer(exchange, internal.code(), internal.status());
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException, InterruptedException {
        requireToken(exchange);
        String path = exchange.getRequestURI().getRawPath();
        Optional<Faults.Kind> fault = faults.next(exchange.getRequestMethod(), path);
        if (fault.isPresent() && fault.get() != Faults.Kind.DO_NOT_ANSWER) {
            if (fault.get() == Faults.Kind.REFUSE) {
                throw StatusException.of(
                        503, "ServiceUnavailable", "the server is currently unable to handle the request");
            }
            faults.hang();
            return;
        }
        if (List.of("/readyz", "/livez", "/healthz").contains(path)) {
            Requests.answer(exchange, 200, "ok".getBytes(UTF_8));
            return;
        }
        Optional<ObjectNode> discovered = Discovery.answer(path);
        if (discovered.isPresent()) {
            Requests.answer(exchange, 200, discovered.get());
            return;
        }
        RequestPath at = RequestPath.parse(path).orElseThrow(StatusException::noSuchPath);
        Query query = Query.parse(exchange.getRequestURI().getRawQuery());
        if (at.subresource().equals("proxy")) {
            ObjectKey pod = new ObjectKey(at.type(), at.namespace(), PodProxy.podName(at.name()));
            proxy.forward(exchange, at, resources.get(pod));
        } else if (query.isTrue("watch")) {
            watch(exchange, at, query);
        } else {
            Verbs.Answer answer = verbs.answer(exchange, at, query);
            if (fault.isEmpty()) {
                Requests.answer(exchange, answer.code(), answer.body());
            }
        }
    }

    private void watch(HttpExchange exchange, RequestPath path, Query query) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
            // Clients that try a WebSocket first take this as "no WebSockets here" and ask again without.
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        WatchStream stream = new WatchStream(resources, path, query);
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        stream.run(query.get("resourceVersion"), exchange.getResponseBody());
    }

    private void requireToken(HttpExchange exchange) {
        String sent = exchange.getRequestHeaders().getFirst("Authorization");
        if (sent == null || !MessageDigest.isEqual(sent.getBytes(UTF_8), authorization)) {
            throw StatusException.unauthorized();
        }
    }

    @Override
    public void close() {
        faults.clear();
        store.log().close();
        http.stop(0);
        proxy.close();
        store.close();
    }
}
