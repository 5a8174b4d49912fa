package dev.slipway.notify.slack;

import static dev.slipway.notify.Happenings.RELEASE;
import static dev.slipway.notify.Happenings.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.notify.Log;
import dev.slipway.notify.Receiver;
import dev.slipway.notify.application.Channel;
import dev.slipway.notify.application.ChannelContract;
import dev.slipway.notify.domain.Attempt;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackWebhookTest extends ChannelContract {
    private static final String SECRET = "T000-B000-secret";

    private final MovedClock clock = new MovedClock();
    private final Receiver receiver = new Receiver();
    private final SlackHttp http = new SlackHttp(Duration.ofMillis(500));
    private final SlackWebhook webhook = webhookAt(receiver.at("/services/" + SECRET));

    private SlackWebhook webhookAt(URI url) {
        return new SlackWebhook(http, Map.of("releases", url), clock);
    }

    @AfterEach
    void stop() {
        http.close();
        receiver.close();
    }

    @Override
    protected String name() {
        return "releases";
    }

    @Override
    protected Channel channel(Mood mood) {
        receiver.now(
                switch (mood) {
                    case WELL -> Receiver.answer(200, "ok");
                    case BROKEN -> Receiver.answer(500, "");
                    case HANGING -> new Receiver.Behaviour.Hang();
                    case RESETTING -> new Receiver.Behaviour.Reset();
                    case OVERLOADED -> Receiver.answer(429, "");
                    case REFUSING -> Receiver.answer(404, "no_service");
                });
        return webhook;
    }

    @Override
    protected List<String> arrived() {
        return receiver.heard().stream()
                .map(heard -> heard.json().path("text").asString())
                .toList();
    }

    @Test
    void postsTheEscapedTextToTheAddressOfThatName() {
        channel(Mood.WELL).send("releases", delivery("slack-webhook:releases", "a < b & c > d"), RELEASE);

        assertThat(receiver.heard().getFirst().path()).isEqualTo("/services/" + SECRET);
        assertThat(receiver.heard().getFirst().body()).isEqualTo("{\"text\":\"a &lt; b &amp; c &gt; d\"}");
    }

    @Test
    void theAddressIsNeitherToldNorLogged() {
        try (Log log = new Log()) {
            for (Mood mood : Mood.values()) {
                clock.move(Duration.ofSeconds(1)); // else the channel would rest
                Attempt.Result result =
                        channel(mood).send("releases", delivery("slack-webhook:releases", "hello"), RELEASE);
                assertThat(result.toString()).doesNotContain(SECRET);
            }
            Attempt.Result unreachable = webhookAt(URI.create("http://127.0.0.1:1/services/" + SECRET))
                    .send("releases", delivery("slack-webhook:releases", "hello"), RELEASE);
            assertThat(unreachable).isInstanceOf(Attempt.Result.Failed.class);
            assertThat(unreachable.toString()).doesNotContain(SECRET);
            assertThat(log.lines()).noneMatch(line -> line.contains(SECRET));
        }
    }
}
