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
                        SLACK, Map.of("releases", URI.create("hooks.slack.com/T0/secret")), Map.of()))
                .hasMessage("slipway.notify.slack-webhooks.releases is not the address of a server: "
                        + "give one of the form https://host/path");
    }

    @Test
    void anEmptySecretStopsTheStart() {
        var receiver = new Webhook.Receiver(URI.create("https://ci.example/hook"), " ");

        assertThatThrownBy(() -> new NotifyProperties(SLACK, Map.of(), Map.of("ci", receiver)))
                .hasMessageStartingWith("slipway.notify.webhooks.ci.secret is empty");
    }

    @Test
    void showsNoSecret() {
        var properties = new NotifyProperties(
                SLACK,
                Map.of("releases", URI.create("https://hooks.slack.com/T0/secret")),
                Map.of("ci", new Webhook.Receiver(URI.create("https://ci.example/hook"), "secret")));

        assertThat(properties + " " + properties.slack() + " " + properties.webhooks())
                .doesNotContain("secret");
    }
}
