package dev.slipway.notify.webhook;

import dev.slipway.events.codec.Json;
import dev.slipway.notify.application.Channel;
import dev.slipway.notify.application.RetryAfter;
import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;
import dev.slipway.service.resilience.OutsideSystem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code webhook:name}: a POST of JSON to a program, signed, with an id by which the program can tell a repetition.
 */
public final class Webhook implements Channel, AutoCloseable {
    private static final int TOO_MANY_REQUESTS = 429;

    private final Map<String, Receiver> receivers;
    private final Duration timeLimit;
    private final Clock clock;
    private final Map<String, OutsideSystem> systems = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    /** Where it is, and the secret that its signature is made with. */
    public record Receiver(URI url, String secret) {
        @Override
        public String toString() {
            return "Receiver[" + url.getHost() + "]"; // the secret stays out of logs
        }
    }

    /** @param timeLimit of one POST, from the connection to the end of the answer */
    public Webhook(Map<String, Receiver> receivers, Duration timeLimit, Clock clock) {
        this.receivers = Map.copyOf(receivers);
        this.timeLimit = timeLimit;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public Attempt.Result send(String name, Delivery delivery, String release) {
        Receiver receiver = receivers.get(name);
        if (receiver == null) {
            return new Attempt.Result.NoChannel(
                    "no webhook '" + name + "' is configured (slipway.notify.webhooks." + name + ".url and .secret)");
        }
        String body = body(delivery, release);
        long timestamp = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(receiver.url())
                .timeout(timeLimit)
                .header("Content-Type", "application/json")
                .header("X-Slipway-Delivery", delivery.about() + "/" + delivery.channel())
                .header("X-Slipway-Timestamp", Long.toString(timestamp))
                .header("X-Slipway-Signature", Signature.of(receiver.secret(), timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        try {
            return judge(systems.computeIfAbsent(name, this::system)
                    .call(() -> client.send(request, HttpResponse.BodyHandlers.discarding())));
        } catch (OutsideSystem.Unavailable e) {
            return new Attempt.Result.Failed("webhook " + name + " cannot be reached: " + e.getMessage(), null);
        }
    }

    private OutsideSystem system(String name) {
        return new OutsideSystem("webhook-" + name, timeLimit, 1, 4);
    }

    private static String body(Delivery delivery, String release) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event", delivery.event());
        body.put("id", delivery.about().value());
        if (!release.isEmpty()) {
            body.put("release", release);
        }
        if (!delivery.stage().isEmpty()) {
            body.put("stage", delivery.stage());
        }
        body.put("text", delivery.text());
        return Json.write(body);
    }

    private static Attempt.Result judge(HttpResponse<Void> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Attempt.Result.Sent(null);
        }
        return status == TOO_MANY_REQUESTS || status >= 500
                ? new Attempt.Result.Failed(
                        "it says " + status,
                        RetryAfter.of(response.headers().firstValue("Retry-After"))
                                .orElse(null))
                : new Attempt.Result.Refused("it says " + status);
    }

    @Override
    public void close() {
        systems.values().forEach(OutsideSystem::close);
        client.shutdownNow();
    }
}
