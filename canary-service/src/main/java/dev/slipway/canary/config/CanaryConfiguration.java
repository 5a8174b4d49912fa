package dev.slipway.canary.config;

import dev.slipway.canary.application.Canaries;
import dev.slipway.canary.application.MetricSource;
import dev.slipway.canary.application.Pods;
import dev.slipway.canary.kubernetes.DirectScrape;
import dev.slipway.canary.kubernetes.KubernetesClients;
import dev.slipway.canary.kubernetes.KubernetesPods;
import dev.slipway.canary.kubernetes.ProxyScrape;
import dev.slipway.canary.kubernetes.Scrape;
import dev.slipway.canary.prometheus.ScrapedMetrics;
import dev.slipway.service.config.Shell;
import dev.slipway.service.resilience.OutsideSystem;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CanaryProperties.class, KubernetesProperties.class})
class CanaryConfiguration {
    /** A little longer than a request's own limit, so that it is the request that says what happened. */
    private static final Duration CALL_LIMIT = Duration.ofMillis(2_500);

    private static final int LISTS_AT_ONCE = 64;

    /** So many that pods which hang, each for the time limit, leave room for all others. */
    private static final int SCRAPES_AT_ONCE = 1_024;

    @Bean(destroyMethod = "close")
    KubernetesClient kubernetesClient(KubernetesProperties properties) {
        return KubernetesClients.create(properties.kubeconfig(), properties.context());
    }

    @Bean
    Scrape scrape(CanaryProperties properties, KubernetesClient client) {
        return switch (properties.scrape()) {
            case PROXY -> new ProxyScrape(client);
            case DIRECT -> new DirectScrape();
        };
    }

    @Bean(destroyMethod = "close")
    OutsideSystem apiServer() {
        return new OutsideSystem("kubernetes", CALL_LIMIT, 1, LISTS_AT_ONCE);
    }

    @Bean(destroyMethod = "close")
    OutsideSystem podNetwork() {
        return new OutsideSystem("pods", CALL_LIMIT, 1, SCRAPES_AT_ONCE);
    }

    @Bean
    Pods pods(KubernetesClient client, Scrape scrape, OutsideSystem apiServer, OutsideSystem podNetwork, Clock clock) {
        return new KubernetesPods(client, scrape, apiServer, podNetwork, clock);
    }

    @Bean
    ScrapedMetrics metrics(Pods pods) {
        return new ScrapedMetrics(pods);
    }

    @Bean
    Canaries canaries(Shell shell, MetricSource metrics, Clock clock) {
        return Canaries.on(shell, metrics, clock);
    }
}
