package dev.slipway.gate.cdevents;

import dev.slipway.events.Topic;
import dev.slipway.gate.application.Pipelines;
import dev.slipway.gate.application.Releases;
import dev.slipway.service.config.Shell;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two ways by which CDEvents come. */
@Configuration(proxyBeanMethods = false)
class CdEventsConfiguration {
    @Bean
    CdEvents cdEvents(Releases releases, Pipelines pipelines, Clock clock, Shell shell) {
        CdEvents events = new CdEvents(releases, pipelines, clock);
        shell.listenRaw(Topic.BUILD_EVENTS, new BuildEventsTopic(events));
        return events;
    }
}
