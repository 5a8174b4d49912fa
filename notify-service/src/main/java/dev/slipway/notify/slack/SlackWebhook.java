package dev.slipway.notify.slack;

import dev.slipway.notify.application.Channel;
import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;

/**
 * {@code slack-webhook:name}: an incoming webhook, whose address is a secret of its own.
 *
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">incoming webhooks</a>
 */
public final class SlackWebhook implements Channel {
    private final SlackHttp http;
    private final Map<String, URI> urls;
    private final Pace pace;

    public SlackWebhook(SlackHttp http, Map<String, URI> urls, Clock clock) {
        this.http = http;
        this.urls = Map.copyOf(urls);
        this.pace = new Pace(clock);
    }

    @Override
    public String kind() {
        return "slack-webhook";
    }

    @Override
    public Attempt.Result send(String name, Delivery delivery, String release) {
        URI url = urls.get(name);
        if (url == null) {
            return new Attempt.Result.NoChannel(
                    "no Slack webhook '" + name + "' is configured (slipway.notify.slack-webhooks." + name + ")");
        }
        return pace.at(
                name,
                () -> http.post(
                        HttpRequest.newBuilder(url),
                        Map.of("text", SlackText.escaped(delivery.text())),
                        SlackWebhook::judge));
    }

    private static Attempt.Result judge(HttpResponse<String> response) {
        return response.statusCode() / 100 == 2
                ? new Attempt.Result.Sent(null)
                : new Attempt.Result.Refused("Slack says " + response.statusCode());
    }
}
