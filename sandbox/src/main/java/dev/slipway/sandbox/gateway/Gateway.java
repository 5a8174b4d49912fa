package dev.slipway.sandbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.sandbox.Loopback;
import dev.slipway.sandbox.gateway.RoutingTable.Target;
import dev.slipway.sandbox.node.PodNetwork;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/** A reverse proxy that sends each request where the cluster's routes say, once: what fails there, fails. */
public final class Gateway implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Headers that are about one connection, or that the client sets itself. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private final PodNetwork network;
    private final Routes routes;
    private final Backends.Turns turns = new Backends.Turns();
    private final HttpServer http;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** Starts on a loopback port, with the routes that there are; 0 is any free port. */
    public static Gateway start(KubernetesClient kubernetes, PodNetwork network, int port) throws IOException {
        HttpServer http = Loopback.httpServer(port);
        Gateway gateway = new Gateway(Routes.follow(kubernetes), network, http);
        http.createContext("/", gateway::serve);
        http.start();
        return gateway;
    }

    private Gateway(Routes routes, PodNetwork network, HttpServer http) {
        this.routes = routes;
        this.network = network;
        this.http = http;
    }

    public int port() {
        return http.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            String host = String.valueOf(headers.getFirst("Host")).replaceAll(":\\d+$", "");
            String path = exchange.getRequestURI().getRawPath();
            switch (routes.table().route(host, path, headers::getFirst, turns)) {
                case Target.To to -> forward(exchange, to);
                case Target.NoRoute _ -> refuse(exchange, 404, "no route for " + host + path);
                case Target.NoBackend _ -> refuse(exchange, 500, "the route has no backend");
                case Target.NoEndpoint(String backend) -> refuse(exchange, 503, "no ready endpoint of " + backend);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(HttpExchange exchange, Target.To to) throws IOException, InterruptedException {
        Optional<InetSocketAddress> address =
                network.resolve(to.endpoint().ip(), to.endpoint().port());
        if (address.isEmpty()) {
            refuse(exchange, 502, "nobody listens at " + to.endpoint());
            return;
        }
        HttpResponse<byte[]> response;
        try {
            response =
                    client.send(request(exchange, address.get(), to.path()), HttpResponse.BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            refuse(exchange, 504, "no answer in time from " + to.endpoint());
            return;
        } catch (IOException e) {
            refuse(exchange, 502, "no answer from " + to.endpoint() + ": " + e);
            return;
        }
        response.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        answer(exchange, response.statusCode(), response.body());
    }

    private static HttpRequest request(HttpExchange exchange, InetSocketAddress address, String path)
            throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        URI target = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path
                + (query == null ? "" : "?" + query));
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(PATIENCE)
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        answer(exchange, status, why.getBytes(UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        routes.close();
        client.shutdownNow();
    }
}
