package dev.slipway.notify.webhook;

import static dev.slipway.notify.Happenings.NOON;
import static dev.slipway.notify.Happenings.RELEASE;
import static dev.slipway.notify.Happenings.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.codec.Json;
import dev.slipway.notify.Log;
import dev.slipway.notify.Receiver;
import dev.slipway.notify.application.Channel;
import dev.slipway.notify.application.ChannelContract;
import dev.slipway.notify.domain.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class WebhookTest extends ChannelContract {
    private static final String SECRET = "the-secret-of-the-signature";

    private final Receiver receiver = new Receiver();
    private final Webhook webhook = new Webhook(
            Map.of("ci", new Webhook.Receiver(receiver.at("/hook"), SECRET)),
            Duration.ofMillis(500),
            Clock.fixed(NOON, ZoneOffset.UTC));

    @AfterEach
    void stop() {
        webhook.close();
        receiver.close();
    }

    @Override
    protected String name() {
        return "ci";
    }

    @Override
    protected Channel channel(Mood mood) {
        receiver.now(
                switch (mood) {
                    case WELL -> Receiver.answer(204, "");
                    case BROKEN -> Receiver.answer(502, "");
                    case HANGING -> new Receiver.Behaviour.Hang();
                    case RESETTING -> new Receiver.Behaviour.Reset();
                    case OVERLOADED -> Receiver.answer(429, "");
                    case REFUSING -> Receiver.answer(401, "");
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
    void postsASignedBodyWithAnIdThatStays() {
        channel(Mood.WELL).send("ci", delivery("webhook:ci", "well"), RELEASE);
        webhook.send("ci", delivery("webhook:ci", "well"), RELEASE);

        Receiver.Heard heard = receiver.heard().getFirst();
        assertThat(heard.json()).isEqualTo(Json.MAPPER.readTree("""
                {"event": "CanaryHealthy", "id": "e1", "release": "shop-v1.2.3", "stage": "production", "text": "well"}"""));
        assertThat(heard.header("X-Slipway-Timestamp")).isEqualTo(Long.toString(NOON.getEpochSecond()));
        assertThat(heard.header("X-Slipway-Signature"))
                .isEqualTo(Signature.of(SECRET, NOON.getEpochSecond(), heard.body()));
        assertThat(receiver.heard())
                .extracting(each -> each.header("X-Slipway-Delivery"))
                .containsExactly("e1/webhook:ci", "e1/webhook:ci");
    }

    static final List<Arguments> RETRY_AFTER = List.of(
            Arguments.argumentSet("429 with seconds", 429, "42", Duration.ofSeconds(42)),
            Arguments.argumentSet("503 with seconds", 503, "7", Duration.ofSeconds(7)),
            Arguments.argumentSet("too long", 429, "99999", Duration.ofMinutes(10)),
            Arguments.argumentSet("at once", 429, "0", Duration.ofSeconds(1)),
            Arguments.argumentSet("a date", 429, "Sat, 21 Nov 2026 12:00:00 GMT", null));

    @ParameterizedTest
    @FieldSource("RETRY_AFTER")
    void waitsForAsLongAsTheReceiverAsks(int status, String header, @Nullable Duration expected) {
        receiver.now(new Receiver.Behaviour.Answer(status, "", Map.of("Retry-After", header)));

        assertThat(webhook.send("ci", delivery("webhook:ci", "hello"), RELEASE))
                .isEqualTo(new Attempt.Result.Failed("it says " + status, expected));
    }

    /** Made with {@code printf '1700000000.{"text":"hi"}' | openssl dgst -sha256 -hmac s3cret}. */
    @Test
    void theSignatureIsWhatOtherToolsCompute() {
        assertThat(Signature.of("s3cret", 1_700_000_000L, "{\"text\":\"hi\"}"))
                .isEqualTo("v1=a4abab2c9ec335a751cf8c3848e413a84a4e0eef17a9660d993911fafacadb66");
    }

    @Test
    void theSecretIsNeitherToldNorLogged() {
        try (Log log = new Log()) {
            for (Mood mood : Mood.values()) {
                Attempt.Result result = channel(mood).send("ci", delivery("webhook:ci", "hello"), RELEASE);
                assertThat(result.toString()).doesNotContain(SECRET);
            }
            assertThat(log.lines()).noneMatch(line -> line.contains(SECRET));
        }
        assertThat(receiver.heard()).noneMatch(heard -> heard.toString().contains(SECRET));
        assertThat(new Webhook.Receiver(receiver.at("/hook"), SECRET).toString())
                .doesNotContain(SECRET);
    }
}
