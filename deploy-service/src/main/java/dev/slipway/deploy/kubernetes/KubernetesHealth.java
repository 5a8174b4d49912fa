package dev.slipway.deploy.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Names the API server, and why it cannot be used where it cannot. */
@Component("kubernetes")
class KubernetesHealth extends AbstractHealthIndicator {
    private final KubernetesClient client;

    KubernetesHealth(KubernetesClient client) {
        super("asking the API server failed");
        this.client = client;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up().withDetail("apiServer", client.getMasterUrl().toString());
        try {
            builder.withDetail("version", client.getKubernetesVersion().getGitVersion());
        } catch (RuntimeException e) {
            builder.down().withDetail("error", "the API server does not answer: " + e.getMessage());
        }
    }
}
