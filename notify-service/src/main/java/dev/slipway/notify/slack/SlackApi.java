package dev.slipway.notify.slack;

import dev.slipway.events.codec.Json;
import dev.slipway.notify.application.Channel;
import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * {@code slack:#channel}: chat.postMessage with a bot's token. Slack cannot tell that a message is one that it has got
 * already: where we crash between its answer and our save, it is posted twice.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage">chat.postMessage</a>
 */
public final class SlackApi implements Channel {
    /** What Slack may say that passes by itself; everything else is somebody's to mend. */
    private static final Set<String> PASSING = Set.of(
            "ratelimited", "rate_limited", "fatal_error", "internal_error", "service_unavailable", "request_timeout");

    private final SlackHttp http;
    private final URI postMessage;
    private final @Nullable String token;
    private final Pace pace;

    public SlackApi(SlackHttp http, URI baseUrl, @Nullable String token, Clock clock) {
        this.http = http;
        this.postMessage = URI.create(baseUrl.toString().replaceAll("/+$", "") + "/chat.postMessage");
        this.token = token;
        this.pace = new Pace(clock);
    }

    @Override
    public String kind() {
        return "slack";
    }

    @Override
    public Attempt.Result send(String name, Delivery delivery, String release) {
        if (token == null) {
            return new Attempt.Result.NoChannel("no Slack token is configured (slipway.notify.slack.token)");
        }
        return pace.at(
                name,
                () -> http.post(
                        HttpRequest.newBuilder(postMessage).header("Authorization", "Bearer " + token),
                        Map.of("channel", name, "text", SlackText.escaped(delivery.text()), "unfurl_links", false),
                        SlackApi::judge));
    }

    /** HTTP 200 may still say no. */
    private static Attempt.Result judge(HttpResponse<String> response) {
        try {
            JsonNode answer = Json.MAPPER.readTree(response.body());
            if (!answer.path("ok").isBoolean()) {
                return new Attempt.Result.Failed("Slack answered with something that is not its JSON", null);
            }
            if (answer.path("ok").asBoolean()) {
                return new Attempt.Result.Sent(answer.path("ts").asString(null));
            }
            String error = answer.path("error").asString("no word why");
            return PASSING.contains(error)
                    ? new Attempt.Result.Failed("Slack says " + error, null)
                    : new Attempt.Result.Refused("Slack says " + error);
        } catch (JacksonException _) {
            return new Attempt.Result.Failed("Slack answered with something that is not its JSON", null);
        }
    }
}
