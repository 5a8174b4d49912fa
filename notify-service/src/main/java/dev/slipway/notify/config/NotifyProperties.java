package dev.slipway.notify.config;

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
 */
@ConfigurationProperties("slipway.notify")
record NotifyProperties(
        @DefaultValue Slack slack,
        @DefaultValue Map<String, URI> slackWebhooks,
        @DefaultValue Map<String, Webhook> webhooks) {

    /**
     * @param baseUrl Slack's Web API
     * @param token a bot's token with chat:write; null for none
     */
    record Slack(
            @DefaultValue("https://slack.com/api") URI baseUrl,
            @Nullable String token) {}

    /** Where it is, and the secret of its signature. */
    record Webhook(URI url, String secret) {}
}
