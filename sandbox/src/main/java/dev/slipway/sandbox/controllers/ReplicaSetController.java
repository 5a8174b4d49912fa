package dev.slipway.sandbox.controllers;

import static dev.slipway.sandbox.controllers.Cluster.PODS;
import static dev.slipway.sandbox.controllers.Cluster.REPLICA_SETS;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps as many pods as a replica set asks for, and counts them. */
final class ReplicaSetController {
    private final Cluster cluster;

    ReplicaSetController(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Says when a pod will have been ready for long enough to be available. */
    Optional<Instant> reconcile(ReplicaSet set, Instant now) {
        if (set.getMetadata().getDeletionTimestamp() != null) {
            return Optional.empty();
        }
        List<Pod> active = active(set);
        int missing = Rollout.size(set) - active.size();
        for (int i = 0; i < missing; i++) {
            cluster.create(PODS, pod(set));
        }
        active.stream()
                .sorted(Comparator.comparing(Pods::isReady).thenComparing(Pods::created, Comparator.reverseOrder()))
                .limit(Math.max(0, -missing))
                .forEach(pod -> cluster.delete(PODS.key(pod)));
        return report(set, now);
    }

    private List<Pod> active(ReplicaSet set) {
        return cluster.controlledBy(set, PODS).stream().filter(Pods::isActive).toList();
    }

    private static Pod pod(ReplicaSet set) {
        var template = set.getSpec().getTemplate();
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName(set.getMetadata().getName() + "-")
                .withNamespace(set.getMetadata().getNamespace())
                .withLabels(template.getMetadata().getLabels())
                .withAnnotations(template.getMetadata().getAnnotations())
                .withOwnerReferences(Cluster.controlledBy(set))
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private Optional<Instant> report(ReplicaSet set, Instant now) {
        List<Pod> pods = active(set);
        int minReady = Rollout.count(set.getSpec().getMinReadySeconds());
        List<Instant> availableAt = pods.stream()
                .flatMap(pod -> Pods.readySince(pod).stream())
                .map(since -> since.plusSeconds(minReady))
                .toList();
        ReplicaSetStatus status = new ReplicaSetStatusBuilder()
                .withReplicas(pods.size())
                .withFullyLabeledReplicas(pods.size())
                .withReadyReplicas(availableAt.size())
                .withAvailableReplicas((int) availableAt.stream()
                        .filter(at -> minReady == 0 || !at.isAfter(now))
                        .count())
                .withObservedGeneration(set.getMetadata().getGeneration())
                .build();
        if (!status.equals(set.getStatus())) {
            cluster.modifyStatus(
                    REPLICA_SETS,
                    set,
                    live -> new ReplicaSetBuilder(live).withStatus(status).build());
        }
        return availableAt.stream()
                .filter(at -> minReady > 0 && at.isAfter(now))
                .min(Comparator.naturalOrder());
    }
}
