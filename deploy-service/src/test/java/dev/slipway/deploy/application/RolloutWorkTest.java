package dev.slipway.deploy.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.deploy.domain.Claim;
import dev.slipway.deploy.domain.Dossier;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Examples;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.Rollout;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.deploy.domain.Signal;
import dev.slipway.events.ComponentPlan;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutWorkTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Map<String, Environment> stored = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Environments environments = new Environments(new Stored());
    private final Steps steps = new Steps(new Calm(), environments);
    private final RolloutWork work = new RolloutWork(steps, steps, environments, ended::contains);

    @Test
    void anEnvironmentIsOneReleasesAtATime() {
        assertThat(claim("v1.2.3")).isInstanceOf(Claim.Won.class);

        assertThat(claim("v1.2.4"))
                .isInstanceOfSatisfying(
                        Claim.HeldBy.class, held -> assertThat(held.release()).isEqualTo("shop-v1.2.3"));
    }

    /** One that stood still in the middle of its claim may make it after its release has ended, and nobody would end it. */
    @Test
    void aReleaseThatHasEndedHoldsUpNobody() {
        claim("v1.2.3");
        ended.add("shop-v1.2.3");

        assertThat(claim("v1.2.4")).isInstanceOf(Claim.Won.class);
        assertThat(stored.values()).extracting(Environment::holder).containsExactly("shop-v1.2.4");
    }

    private Claim claim(String version) {
        var dossier = new Dossier(Examples.request(version), List.of());
        Signal signal = work.work(new Rollout.Claiming(dossier, "staging", "staging", "shop-staging", NOON), NOON);
        return ((Signal.ClaimAnswered) signal).claim();
    }

    private final class Stored implements EnvironmentStore {
        @Override
        public Optional<Environment> load(String id) {
            return Optional.ofNullable(stored.get(id));
        }

        @Override
        public boolean saveIfUnchanged(Environment next) {
            stored.put(next.id(), next);
            return true;
        }

        @Override
        public List<Environment> all() {
            return List.copyOf(stored.values());
        }
    }

    /** A cluster where all is well and nothing is to be done. */
    private static final class Calm implements Cluster {
        @Override
        public Observed observe(String namespace, ComponentPlan component) {
            return Examples.observed(Examples.installed("v1.2.2"), 2).stream()
                    .filter(one -> one.component().equals(component.name()))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public StepResult perform(String namespace, RolloutStep.OnCluster step) {
            return new StepResult.Done();
        }

        @Override
        public void wakeWhenReady(String namespace, String release) {
            // all is ready
        }
    }
}
