package dev.slipway.bench.service;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.deploy.kafka.ByRelease;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Topic;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import dev.slipway.service.config.KafkaShell;
import dev.slipway.service.config.Shell;
import dev.slipway.service.config.SlipwayServiceConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The smallest service there is: it counts what it hears of a release, and says one event for each that it hears. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(SlipwayServiceConfiguration.class)
class TallyService {
    static final String NAME = "tally-service";
    static final String COLLECTION = "tallies";
    static final Topic HEARS = Topic.WATCH_PASSED;
    static final Topic SAYS = Topic.RELEASE_COMPLETED;

    /** @param atOnce whether the releases of one poll are taken at once, as deploy-service does, or one after another */
    @Bean
    Aggregates<Tally, TallyService.Heard> tallies(Shell shell, @Value("${bench.at-once}") boolean atOnce) {
        Aggregates<Tally, Heard> tallies = shell.aggregates(COLLECTION, new Tallying());
        shell.listen(
                List.of(HEARS),
                atOnce ? new ByRelease(tallies::on) : events -> events.forEach(heard -> tallies.on(heard.envelope())));
        return tallies;
    }

    /** Returns when it listens. */
    static ConfigurableApplicationContext start(Backbone backbone, int consumers, boolean atOnce, RoundTrips trips)
            throws Exception {
        Map<String, Object> settings = new HashMap<>(backbone.settings());
        settings.put("spring.config.name", NAME);
        settings.put("spring.main.banner-mode", "off");
        settings.put("slipway.service", NAME);
        settings.put("slipway.kafka.concurrency", consumers);
        settings.put("bench.at-once", atOnce);
        ConfigurableApplicationContext service = new SpringApplicationBuilder(TallyService.class)
                .properties(settings)
                .initializers(context -> context.getBeanFactory().registerSingleton("roundTrips", trips))
                .registerShutdownHook(false)
                .run();
        KafkaShell shell = service.getBean(KafkaShell.class);
        Patience.await("listening", shell::isListening);
        return service;
    }

    /** Returns when all instances have committed all that was said. */
    static void awaitCommitted(Backbone backbone) throws Exception {
        Patience.await("the end of the lag", () -> backbone.lag(NAME, HEARS) == 0);
    }

    record Tally(String release, int count) {}

    /** One more was heard. */
    record Heard() {}

    private static final class Tallying implements Behaviour<Tally, Heard> {
        @Override
        public Class<Tally> stateType() {
            return Tally.class;
        }

        @Override
        public Tally initial(String id) {
            return new Tally(id, 0);
        }

        @Override
        public Optional<Routed<Heard>> route(EventEnvelope envelope) {
            return Optional.of(new Routed<>(envelope.release().value(), new Heard()));
        }

        @Override
        public Decision<Tally> decide(Tally state, Heard signal, Instant now) {
            return Decision.become(
                    new Tally(state.release(), state.count() + 1),
                    null,
                    Said.of(new ReleaseCompleted(Duration.ofSeconds(state.count()))));
        }

        @Override
        public Subject subject(Tally state) {
            return new Subject(new ReleaseId(state.release()), "bench", "v1.0.0");
        }

        @Override
        public Heard work(Turn<Tally> turn) {
            throw new IllegalStateException("a tally wants no work, but " + turn.id() + " was woken");
        }
    }
}
