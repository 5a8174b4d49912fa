package dev.slipway.notify.slack;

import dev.slipway.events.codec.Json;
import dev.slipway.notify.application.RetryAfter;
import dev.slipway.notify.domain.Attempt;
import dev.slipway.service.resilience.OutsideSystem;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** One POST to Slack, behind a time limit and a breaker; the tries are the rules' affair. */
public final class SlackHttp implements AutoCloseable {
    private static final int TOO_MANY_REQUESTS = 429;

    private final Duration timeLimit;
    private final OutsideSystem slack;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    /** @param timeLimit of one POST, from the connection to the last byte of the answer */
    public SlackHttp(Duration timeLimit) {
        this.timeLimit = timeLimit;
        this.slack = new OutsideSystem("slack", timeLimit, 1, 8);
    }

    Attempt.Result post(
            HttpRequest.Builder request,
            Map<String, Object> body,
            Function<HttpResponse<String>, Attempt.Result> judge) {
        HttpRequest post = request.header("Content-Type", "application/json; charset=utf-8")
                .timeout(timeLimit)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                .build();
        try {
            HttpResponse<String> response = slack.call(() -> client.send(post, HttpResponse.BodyHandlers.ofString()));
            if (response.statusCode() == TOO_MANY_REQUESTS) {
                return new Attempt.Result.Failed("Slack says 429, too many requests", rest(response));
            }
            if (response.statusCode() >= 500) {
                return new Attempt.Result.Failed("Slack says " + response.statusCode(), null);
            }
            return judge.apply(response);
        } catch (OutsideSystem.Unavailable e) {
            return new Attempt.Result.Failed("Slack cannot be reached: " + e.getMessage(), null);
        }
    }

    private static Duration rest(HttpResponse<?> response) {
        return RetryAfter.of(response.headers().firstValue("Retry-After")).orElse(Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        slack.close();
        client.shutdownNow();
    }
}
