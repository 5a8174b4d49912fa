package dev.slipway.notify.application;

import static dev.slipway.notify.Happenings.RELEASE;
import static dev.slipway.notify.Happenings.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.notify.domain.Attempt;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every channel has to do, so that the rules can rely on it. */
public abstract class ChannelContract {
    /** How the receiver is. */
    public enum Mood {
        WELL,
        /** An outage that passes. */
        BROKEN,
        /** It takes the connection and says nothing. */
        HANGING,
        /** It breaks connections. */
        RESETTING,
        /** It asks for fewer messages. */
        OVERLOADED,
        /** It will never take this. */
        REFUSING
    }

    /** A name that is configured. */
    protected abstract String name();

    /** A channel whose receiver is in that mood. */
    protected abstract Channel channel(Mood mood);

    /** The texts that have reached the receiver. */
    protected abstract List<String> arrived();

    private Attempt.Result send(Mood mood) {
        Channel channel = channel(mood);
        return channel.send(name(), delivery(channel.kind() + ":" + name(), "all is well"), RELEASE);
    }

    @Test
    void whatArrivesIsSent() {
        assertThat(send(Mood.WELL)).isInstanceOf(Attempt.Result.Sent.class);
        assertThat(arrived()).containsExactly("all is well");
    }

    @Test
    void anOutageFailsSoThatItIsTriedAgain() {
        assertThat(send(Mood.BROKEN)).isInstanceOf(Attempt.Result.Failed.class);
    }

    @Test
    void silenceFailsWhenItsTimeIsOver() {
        assertThat(send(Mood.HANGING)).isInstanceOf(Attempt.Result.Failed.class);
    }

    @Test
    void aBrokenConnectionFails() {
        assertThat(send(Mood.RESETTING)).isInstanceOf(Attempt.Result.Failed.class);
    }

    @Test
    void anOverloadFails() {
        assertThat(send(Mood.OVERLOADED)).isInstanceOf(Attempt.Result.Failed.class);
    }

    @Test
    void aRefusalIsFinal() {
        assertThat(send(Mood.REFUSING)).isInstanceOf(Attempt.Result.Refused.class);
    }

    @Test
    protected void aNameThatIsNotConfiguredIsNoChannel() {
        Channel channel = channel(Mood.WELL);

        assertThat(channel.send("nobody", delivery(channel.kind() + ":nobody", "all is well"), RELEASE))
                .isInstanceOfSatisfying(
                        Attempt.Result.NoChannel.class,
                        none -> assertThat(none.detail()).contains("slipway.notify."));
        assertThat(arrived()).isEmpty();
    }
}
