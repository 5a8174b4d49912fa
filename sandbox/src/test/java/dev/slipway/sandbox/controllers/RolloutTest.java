package dev.slipway.sandbox.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutTest {

    static Stream<Arguments> everySmallRollout() {
        return IntStream.rangeClosed(0, 6)
                .boxed()
                .flatMap(replicas -> IntStream.rangeClosed(0, 3)
                        .boxed()
                        .flatMap(surge -> IntStream.rangeClosed(0, 3)
                                .mapToObj(unavailable -> Arguments.of(replicas, surge, unavailable))));
    }

    @ParameterizedTest(name = "{0} replicas, surge {1}, unavailable {2}")
    @MethodSource("everySmallRollout")
    void aRollingUpdateKeepsItsBoundsAndEnds(int replicas, int surge, int unavailable) {
        Deployment deployment = rolling(replicas, new IntOrString(surge), new IntOrString(unavailable));
        ReplicaSet old = set("old", replicas, replicas);
        ReplicaSet current = set("new", 0, 0);

        for (int step = 0; step < 100 && !(size(current) == replicas && size(old) == 0); step++) {
            Rollout rollout = new Rollout(deployment, current, List.of(old));
            Map<String, Integer> next = rollout.decide();
            int nextOld = next.getOrDefault("old", -1);
            int nextNew = next.getOrDefault("new", -1);
            // Pods that are told to go are gone at once; new ones get ready one at a time.
            old = set("old", nextOld, Math.min(available(old), nextOld));
            assertThat(available(old) + available(current)).isGreaterThanOrEqualTo(replicas - rollout.maxUnavailable());
            assertThat(nextOld + nextNew).isLessThanOrEqualTo(replicas + surge);
            current = set("new", nextNew, Math.min(available(current) + 1, nextNew));
        }

        assertThat(size(current)).isEqualTo(replicas);
        assertThat(size(old)).isZero();
    }

    @ParameterizedTest
    @MethodSource("shares")
    void percentagesRoundTheSurgeUpAndTheUnavailableDown(int replicas, int surge, int unavailable) {
        Rollout rollout = new Rollout(
                rolling(replicas, new IntOrString("25%"), new IntOrString("25%")), set("new", 0, 0), List.of());

        assertThat(rollout.maxSurge()).isEqualTo(surge);
        assertThat(rollout.maxUnavailable()).isEqualTo(unavailable);
    }

    static Stream<Arguments> shares() {
        return Stream.of(Arguments.of(1, 1, 0), Arguments.of(4, 1, 1), Arguments.of(7, 2, 1), Arguments.of(8, 2, 2));
    }

    private static Deployment rolling(int replicas, IntOrString surge, IntOrString unavailable) {
        return new DeploymentBuilder()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(surge)
                .withMaxUnavailable(unavailable)
                .endRollingUpdate()
                .endStrategy()
                .endSpec()
                .build();
    }

    private static ReplicaSet set(String name, int size, int available) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(size)
                .endSpec()
                .withNewStatus()
                .withReplicas(size)
                .withAvailableReplicas(available)
                .endStatus()
                .build();
    }

    private static int size(ReplicaSet set) {
        return Rollout.size(set);
    }

    private static int available(ReplicaSet set) {
        return Rollout.available(set);
    }
}
