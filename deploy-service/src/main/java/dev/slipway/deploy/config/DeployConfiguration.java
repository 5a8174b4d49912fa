package dev.slipway.deploy.config;

import com.mongodb.client.MongoDatabase;
import dev.slipway.deploy.application.EnvironmentStore;
import dev.slipway.deploy.application.Rollouts;
import dev.slipway.deploy.domain.Rollout;
import dev.slipway.deploy.domain.Signal;
import dev.slipway.deploy.kafka.ByRelease;
import dev.slipway.deploy.kubernetes.KubernetesClients;
import dev.slipway.deploy.kubernetes.KubernetesCluster;
import dev.slipway.deploy.kubernetes.ReadyWatch;
import dev.slipway.deploy.kubernetes.ResilientCluster;
import dev.slipway.deploy.mongo.MongoEnvironmentStore;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.config.Shell;
import dev.slipway.service.resilience.OutsideSystem;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KubernetesProperties.class)
class DeployConfiguration {
    /** Longer than the client's own limit per request, so that a call ends by itself and not half way. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(15);

    private static final int FORTH_AT_ONCE = 64;
    private static final int BACK_AT_ONCE = 256;

    @Bean(destroyMethod = "close")
    KubernetesClient kubernetesClient(KubernetesProperties properties) {
        return KubernetesClients.create(properties.kubeconfig(), properties.context());
    }

    @Bean(destroyMethod = "close")
    OutsideSystem forth() {
        return new OutsideSystem("kubernetes", CALL_LIMIT, 1, FORTH_AT_ONCE);
    }

    @Bean(destroyMethod = "close")
    OutsideSystem back() {
        return new OutsideSystem("kubernetes-rollbacks", CALL_LIMIT, 1, BACK_AT_ONCE);
    }

    @Bean
    EnvironmentStore environmentStore(MongoDatabase database) {
        return new MongoEnvironmentStore(database);
    }

    @Bean(destroyMethod = "close")
    ReadyWatch readyWatch(KubernetesClient client) {
        return new ReadyWatch(client);
    }

    @Bean
    Aggregates<Rollout, Signal> rollouts(
            Shell shell,
            KubernetesClient client,
            ReadyWatch ready,
            OutsideSystem forth,
            OutsideSystem back,
            EnvironmentStore store) {
        KubernetesCluster cluster = new KubernetesCluster(client, ready);
        Aggregates<Rollout, Signal> rollouts = Rollouts.on(
                shell,
                new ResilientCluster(cluster, forth),
                new ResilientCluster(cluster, back),
                store,
                all -> new ByRelease(all::on));
        ready.wakes(rollouts::wake);
        return rollouts;
    }
}
