package dev.slipway.notify.slack;

import static dev.slipway.notify.Happenings.RELEASE;
import static dev.slipway.notify.Happenings.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.codec.Json;
import dev.slipway.notify.Log;
import dev.slipway.notify.Receiver;
import dev.slipway.notify.application.Channel;
import dev.slipway.notify.application.ChannelContract;
import dev.slipway.notify.domain.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class SlackApiTest extends ChannelContract {
    private static final String TOKEN = "xoxb-a-secret-of-slack";

    private final Receiver receiver = new Receiver();
    private final SlackHttp http = new SlackHttp(Duration.ofMillis(500));
    private final MovedClock clock = new MovedClock();
    private final SlackApi slack = api(TOKEN);

    private SlackApi api(@Nullable String token) {
        return new SlackApi(http, receiver.at("/api/"), token, clock);
    }

    @AfterEach
    void stop() {
        http.close();
        receiver.close();
    }

    @Override
    protected String name() {
        return "#releases";
    }

    @Override
    protected Channel channel(Mood mood) {
        receiver.now(
                switch (mood) {
                    case WELL -> Receiver.OK;
                    case BROKEN -> Receiver.answer(503, "");
                    case HANGING -> new Receiver.Behaviour.Hang();
                    case RESETTING -> new Receiver.Behaviour.Reset();
                    case OVERLOADED -> Receiver.answer(429, "");
                    case REFUSING -> says("channel_not_found");
                });
        return slack;
    }

    @Override
    protected List<String> arrived() {
        return receiver.heard().stream()
                .map(heard -> heard.json().path("text").asString())
                .toList();
    }

    /** With a bot's token any channel may be named; without a token there is none. */
    @Test
    @Override
    protected void aNameThatIsNotConfiguredIsNoChannel() {
        assertThat(api(null).send("#releases", delivery("slack:#releases", "hello"), RELEASE))
                .isEqualTo(new Attempt.Result.NoChannel("no Slack token is configured (slipway.notify.slack.token)"));
        assertThat(receiver.heard()).isEmpty();
    }

    @Test
    void postsAMessageAsSlackAsksForIt() {
        assertThat(send("canary at 10 % & <rising>")).isEqualTo(new Attempt.Result.Sent("1716.0001"));

        Receiver.Heard heard = receiver.heard().getFirst();
        assertThat(heard.path()).isEqualTo("/api/chat.postMessage");
        assertThat(heard.header("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(heard.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(heard.json()).isEqualTo(Json.MAPPER.readTree("""
                {"channel": "#releases", "text": "canary at 10 % &amp; &lt;rising&gt;", "unfurl_links": false}"""));
    }

    static final List<Arguments> ANSWERS = List.of(
            answer(says("channel_not_found"), new Attempt.Result.Refused("Slack says channel_not_found")),
            answer(says("invalid_auth"), new Attempt.Result.Refused("Slack says invalid_auth")),
            answer(says("ratelimited"), new Attempt.Result.Failed("Slack says ratelimited", null)),
            answer(says("internal_error"), new Attempt.Result.Failed("Slack says internal_error", null)),
            answer(
                    new Receiver.Behaviour.Answer(
                            429, "{\"ok\":false,\"error\":\"ratelimited\"}", Map.of("Retry-After", "30")),
                    new Attempt.Result.Failed("Slack says 429, too many requests", Duration.ofSeconds(30))),
            answer(
                    new Receiver.Behaviour.Answer(429, "", Map.of("Retry-After", "99999")),
                    new Attempt.Result.Failed("Slack says 429, too many requests", Duration.ofSeconds(600))),
            answer(
                    new Receiver.Behaviour.Answer(429, "", Map.of("Retry-After", "soon")),
                    new Attempt.Result.Failed("Slack says 429, too many requests", Duration.ofSeconds(1))),
            answer(Receiver.answer(500, "oops"), new Attempt.Result.Failed("Slack says 500", null)),
            answer(Receiver.answer(200, "<html>a proxy</html>"), notItsJson()),
            answer(Receiver.answer(200, "[]"), notItsJson()),
            answer(Receiver.answer(200, ""), notItsJson()));

    @ParameterizedTest
    @FieldSource("ANSWERS")
    void judgesTheAnswer(Receiver.Behaviour behaviour, Attempt.Result expected) {
        receiver.now(behaviour);

        assertThat(send("hello")).isEqualTo(expected);
    }

    @Test
    void oneMessageASecondAndChannel() {
        send("first");
        clock.move(Duration.ofMillis(400));

        assertThat(send("second")).isEqualTo(new Attempt.Result.Resting(Duration.ofMillis(600)));
        assertThat(slack.send("#other", delivery("slack:#other", "elsewhere"), RELEASE))
                .isInstanceOf(Attempt.Result.Sent.class);
        clock.move(Duration.ofMillis(600));
        assertThat(send("second")).isInstanceOf(Attempt.Result.Sent.class);
        assertThat(arrived()).containsExactly("first", "elsewhere", "second");
    }

    @Test
    void twoMessagesOfTheSameInstantAreStillOneAfterTheOther() {
        send("first");

        assertThat(send("second")).isEqualTo(new Attempt.Result.Resting(Duration.ofSeconds(1)));
    }

    /** Else the messages of other releases would be refused as well, each at the cost of a try. */
    @Test
    void aChannelThatSlackAsksToRestRestsForAll() {
        receiver.now(new Receiver.Behaviour.Answer(429, "", Map.of("Retry-After", "30")));
        send("first");
        receiver.now(Receiver.OK);
        clock.move(Duration.ofSeconds(10));

        assertThat(send("of another release")).isEqualTo(new Attempt.Result.Resting(Duration.ofSeconds(20)));
        assertThat(receiver.heard()).hasSize(1);
        clock.move(Duration.ofSeconds(20));
        assertThat(send("of another release")).isInstanceOf(Attempt.Result.Sent.class);
    }

    @Test
    void theTokenIsNeitherToldNorLogged() {
        try (Log log = new Log()) {
            for (Mood mood : Mood.values()) {
                clock.move(Duration.ofSeconds(1)); // else the channel would rest
                Attempt.Result result = channel(mood).send("#releases", delivery("slack:#releases", "hello"), RELEASE);
                assertThat(result.toString()).doesNotContain(TOKEN);
            }
            assertThat(log.lines()).noneMatch(line -> line.contains(TOKEN));
        }
    }

    private Attempt.Result send(String text) {
        return slack.send("#releases", delivery("slack:#releases", text), RELEASE);
    }

    private static Receiver.Behaviour says(String error) {
        return Receiver.answer(200, "{\"ok\":false,\"error\":\"" + error + "\"}");
    }

    private static Attempt.Result notItsJson() {
        return new Attempt.Result.Failed("Slack answered with something that is not its JSON", null);
    }

    private static Arguments answer(Receiver.Behaviour behaviour, Attempt.Result expected) {
        return Arguments.argumentSet(behaviour + " → " + expected, behaviour, expected);
    }
}
