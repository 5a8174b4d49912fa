package dev.slipway.notify.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.notify.webhook.Webhook;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotifyPropertiesTest {
    private static final NotifyProperties.Slack SLACK =
            new NotifyProperties.Slack(URI.create("https://slack.com/api"), "xoxb-secret");

    @Test
    void anAddressThatIsNoneStopsTheStartWithItsNameAndWithoutItsValue() {
        assertThatThrownBy(() -> new NotifyProperties(
                        SLACK, Map.of("releases", URI.create("hooks.slack.com/T0/secret")), Map.of(), null, null))
                .hasMessage("slipway.notify.slack-webhooks.releases is not the address of a server: "
                        + "give one of the form https://host/path");
    }

    @Test
    void anEmptySecretStopsTheStart() {
        var receiver = new Webhook.Receiver(URI.create("https://ci.example/hook"), " ");

        assertThatThrownBy(() -> new NotifyProperties(SLACK, Map.of(), Map.of("ci", receiver), null, null))
                .hasMessageStartingWith("slipway.notify.webhooks.ci.secret is empty");
    }

    /** The HTTP client refuses such a token and quotes it in its message, which would be logged at every try. */
    @Test
    void theEndOfLineOfATokenFromAFileIsNotPartOfIt() {
        assertThat(new NotifyProperties.Slack(SLACK.baseUrl(), " xoxb-secret\n").token())
                .isEqualTo("xoxb-secret");
    }

    @Test
    void aTokenThatNoHeaderCanCarryStopsTheStartWithoutItsValue() {
        assertThatThrownBy(() -> new NotifyProperties.Slack(SLACK.baseUrl(), "xoxb-se\ncret"))
                .hasMessage("slipway.notify.slack.token has characters that no token has: "
                        + "give it on one line, without quotes and blanks");
    }

    @Test
    void withoutATokenThereIsNone() {
        assertThat(new NotifyProperties.Slack(SLACK.baseUrl(), " ").token()).isNull();
    }

    @Test
    void operatorsAreAChannelOrNobody() {
        assertThatThrownBy(() -> new NotifyProperties(SLACK, Map.of(), Map.of(), null, "#operators"))
                .hasMessageStartingWith("slipway.notify.operators '#operators' is not of the form kind:name");
        assertThat(new NotifyProperties(SLACK, Map.of(), Map.of(), null, "").operators())
                .isNull();
    }

    @Test
    void aLinkBaseThatIsNoAddressStopsTheStart() {
        assertThatThrownBy(() -> new NotifyProperties(SLACK, Map.of(), Map.of(), URI.create("console/"), null))
                .hasMessageStartingWith("slipway.notify.link-base is not the address of a server");
    }

    @Test
    void showsNoSecret() {
        var properties = new NotifyProperties(
                SLACK,
                Map.of("releases", URI.create("https://hooks.slack.com/T0/secret")),
                Map.of("ci", new Webhook.Receiver(URI.create("https://ci.example/hook"), "secret")),
                null,
                null);

        assertThat(properties + " " + properties.slack() + " " + properties.webhooks())
                .doesNotContain("secret");
    }
}
