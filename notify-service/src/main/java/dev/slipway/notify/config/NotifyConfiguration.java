package dev.slipway.notify.config;

import dev.slipway.notify.application.Channel;
import dev.slipway.notify.application.Channels;
import dev.slipway.notify.application.NotifyBehaviour;
import dev.slipway.notify.application.Operators;
import dev.slipway.notify.domain.Notices;
import dev.slipway.notify.domain.NotifyPolicy;
import dev.slipway.notify.domain.Signal;
import dev.slipway.notify.slack.SlackApi;
import dev.slipway.notify.slack.SlackHttp;
import dev.slipway.notify.slack.SlackWebhook;
import dev.slipway.notify.webhook.Webhook;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.config.Shell;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which channels there are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifyProperties.class)
class NotifyConfiguration {
    /** Of one try; with the wait for a free call it stays well below the lease of an aggregate. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    @Bean
    SlackHttp slackHttp() {
        return new SlackHttp(TIME_LIMIT);
    }

    @Bean
    SlackApi slackApi(SlackHttp http, NotifyProperties properties, Clock clock) {
        return new SlackApi(
                http, properties.slack().baseUrl(), properties.slack().token(), clock);
    }

    @Bean
    SlackWebhook slackWebhook(SlackHttp http, NotifyProperties properties, Clock clock) {
        return new SlackWebhook(http, properties.slackWebhooks(), clock);
    }

    @Bean
    Webhook webhook(NotifyProperties properties, Clock clock) {
        return new Webhook(properties.webhooks(), TIME_LIMIT, clock);
    }

    @Bean
    Channels channels(List<Channel> channels) {
        return new Channels(channels);
    }

    @Bean
    Aggregates<Notices, Signal> notices(Shell shell, Channels channels, NotifyProperties properties, Clock clock) {
        var behaviour = new NotifyBehaviour(new NotifyPolicy(properties.linkBase()), channels);
        Aggregates<Notices, Signal> notices = shell.aggregates("notices", behaviour);
        shell.listen(NotifyBehaviour.TOPICS, events -> events.forEach(heard -> notices.on(heard.envelope())));
        String operators = properties.operators();
        if (operators != null) {
            shell.listenToDeadLetters(new Operators(operators, channels, clock)::tell);
        }
        return notices;
    }
}
