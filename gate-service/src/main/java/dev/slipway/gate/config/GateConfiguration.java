package dev.slipway.gate.config;

import com.mongodb.client.MongoDatabase;
import dev.slipway.gate.application.GateWiring;
import dev.slipway.gate.application.Pipelines;
import dev.slipway.gate.application.Prober;
import dev.slipway.gate.application.Releases;
import dev.slipway.gate.mongo.MongoPipelineStore;
import dev.slipway.gate.probe.HttpProber;
import dev.slipway.service.config.Shell;
import dev.slipway.service.health.Measure;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which adapter stands behind which interface. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GateProperties.class)
class GateConfiguration {
    @Bean
    Pipelines pipelines(MongoDatabase database, GateProperties properties, Shell shell) {
        Pipelines pipelines = new Pipelines(new MongoPipelineStore(database), properties.variables());
        Path folder = properties.pipelines();
        if (folder != null) {
            shell.before(() -> pipelines.applyFolder(folder));
        }
        return pipelines;
    }

    @Bean
    HttpProber prober() {
        return new HttpProber();
    }

    @Bean
    Releases releases(Shell shell, Pipelines pipelines, Prober prober, Clock clock) {
        return GateWiring.releases(shell, pipelines, prober, clock);
    }

    @Bean
    Measure stuck(Releases releases) {
        return new Measure(
                "slipway.releases.stuck",
                "releases that should have moved on by now, and that no other release holds up",
                () -> releases.stuck().size());
    }

    @Bean
    Measure rollbackFailed(Releases releases) {
        return new Measure(
                "slipway.rollbacks.failed",
                "releases whose rollback failed and that nothing newer has replaced",
                () -> releases.rollbackFailed().size());
    }
}
