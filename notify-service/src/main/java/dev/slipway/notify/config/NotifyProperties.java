package dev.slipway.notify.config;

import dev.slipway.notify.webhook.Webhook;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of notify-service.
 *
 * @param slackWebhooks addresses of incoming webhooks, by the name that routes call them
 * @param webhooks receivers of signed webhooks, by the name that routes call them
 * @param linkBase what a release's id is put behind to make a link to it; null for messages without one
 * @param operators the channel that is told of dead letters, such as {@code slack:#operators}; null for none
 */
@ConfigurationProperties("slipway.notify")
record NotifyProperties(
        @DefaultValue Slack slack,
        @DefaultValue Map<String, URI> slackWebhooks,
        @DefaultValue Map<String, Webhook.Receiver> webhooks,
        @Nullable URI linkBase,
        @Nullable String operators) {

    NotifyProperties {
        slackWebhooks = Map.copyOf(slackWebhooks);
        webhooks = Map.copyOf(webhooks);
        slackWebhooks.forEach((name, url) -> checked("slack-webhooks." + name, url));
        webhooks.forEach((name, webhook) -> {
            checked("webhooks." + name + ".url", webhook.url());
            if (webhook.secret() == null || webhook.secret().isBlank()) {
                throw new IllegalArgumentException("slipway.notify.webhooks." + name
                        + ".secret is empty: give the secret that its receiver checks the signature with");
            }
        });
        checked("slack.base-url", slack.baseUrl());
        if (linkBase != null) {
            checked("link-base", linkBase);
        }
        operators = operators == null || operators.isBlank() ? null : operators.strip();
        if (operators != null && !operators.matches("[a-z-]+:.+")) {
            throw new IllegalArgumentException("slipway.notify.operators '" + operators
                    + "' is not of the form kind:name: give a channel, such as slack:#operators");
        }
    }

    /** The addresses and the secrets stay out of logs. */
    @Override
    public String toString() {
        return "NotifyProperties[slackWebhooks=" + slackWebhooks.keySet() + ", webhooks=" + webhooks.keySet() + "]";
    }

    /** Now, because a wrong one would make every try fail; without the value, because a Slack webhook's is a secret. */
    private static void checked(String field, @Nullable URI url) {
        if (url == null
                || url.getHost() == null
                || !String.valueOf(url.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("slipway.notify." + field
                    + " is not the address of a server: give one of the form https://host/path");
        }
    }

    /**
     * @param baseUrl Slack's Web API
     * @param token a bot's token with chat:write; null for none
     */
    record Slack(
            @DefaultValue("https://slack.com/api") URI baseUrl,
            @Nullable String token) {
        Slack {
            token = token == null || token.isBlank() ? null : token.strip();
            // The HTTP client would refuse it at every try, and quote it in a message that is logged.
            if (token != null && !token.matches("[!-~]+")) {
                throw new IllegalArgumentException("slipway.notify.slack.token has characters that no token has: "
                        + "give it on one line, without quotes and blanks");
            }
        }

        @Override
        public String toString() {
            return "Slack[" + baseUrl + "]";
        }
    }
}
