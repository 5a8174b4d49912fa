package dev.slipway.sandbox.controllers;

import static dev.slipway.sandbox.controllers.Cluster.DEPLOYMENTS;
import static dev.slipway.sandbox.controllers.Cluster.REPLICA_SETS;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Gives a deployment the replica sets that bring it to its template, and says how far it is. */
final class DeploymentController {
    private static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final Cluster cluster;

    DeploymentController(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Brings a deployment one step further; says when to look again even if nothing changes. */
    Optional<Instant> reconcile(Deployment deployment, Instant clock) {
        Instant now = clock.truncatedTo(ChronoUnit.SECONDS);
        if (deployment.getMetadata().getDeletionTimestamp() != null) {
            return Optional.empty();
        }
        List<ReplicaSet> sets = cluster.controlledBy(deployment, REPLICA_SETS).stream()
                .sorted(Comparator.comparingLong(DeploymentController::revision))
                .toList();
        ReplicaSet current = currentOf(deployment, sets);
        List<ReplicaSet> old = sets.stream()
                .filter(set ->
                        !set.getMetadata().getUid().equals(current.getMetadata().getUid()))
                .toList();
        Rollout rollout = new Rollout(deployment, current, old);
        Map<String, Integer> scales = rollout.decide();
        for (ReplicaSet set : rollout.all()) {
            int wanted = scales.getOrDefault(set.getMetadata().getName(), Rollout.size(set));
            if (wanted != Rollout.size(set)) {
                cluster.modify(
                        REPLICA_SETS,
                        set,
                        live -> new ReplicaSetBuilder(live)
                                .editSpec()
                                .withReplicas(wanted)
                                .endSpec()
                                .build());
            }
        }
        Optional<Instant> deadline = report(rollout, now);
        forget(deployment, rollout.old());
        return deadline;
    }

    private ReplicaSet currentOf(Deployment deployment, List<ReplicaSet> sets) {
        long latest = sets.isEmpty() ? 0 : revision(sets.getLast());
        Optional<ReplicaSet> same = sets.stream()
                .filter(set -> withoutHash(set.getSpec().getTemplate())
                        .equals(deployment.getSpec().getTemplate()))
                .findFirst();
        if (same.isEmpty()) {
            ReplicaSet created = cluster.create(REPLICA_SETS, replicaSet(deployment, latest + 1));
            writeRevision(deployment, latest + 1);
            return created;
        }
        ReplicaSet set = same.get();
        if (revision(set) < latest) {
            // Back to an older template: it becomes the newest revision.
            cluster.modify(
                    REPLICA_SETS,
                    set,
                    live -> new ReplicaSetBuilder(live)
                            .editMetadata()
                            .addToAnnotations(REVISION, Long.toString(latest + 1))
                            .endMetadata()
                            .build());
        }
        writeRevision(deployment, Math.max(latest, revision(set) < latest ? latest + 1 : latest));
        return set;
    }

    private void writeRevision(Deployment deployment, long revision) {
        String text = Long.toString(revision);
        Map<String, String> annotations = deployment.getMetadata().getAnnotations();
        if (annotations == null || !text.equals(annotations.get(REVISION))) {
            cluster.modify(
                    DEPLOYMENTS,
                    deployment,
                    live -> new DeploymentBuilder(live)
                            .editMetadata()
                            .addToAnnotations(REVISION, text)
                            .endMetadata()
                            .build());
        }
    }

    private static ReplicaSet replicaSet(Deployment deployment, long revision) {
        PodTemplateSpec template = deployment.getSpec().getTemplate();
        String hash = "%08x".formatted(Serialization.asJson(template).hashCode());
        Map<String, String> annotations = new HashMap<>(
                Objects.requireNonNullElse(deployment.getMetadata().getAnnotations(), Map.of()));
        annotations.put(REVISION, Long.toString(revision));
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(template.getMetadata().getLabels())
                .addToLabels(HASH, hash)
                .withAnnotations(annotations)
                .withOwnerReferences(Cluster.controlledBy(deployment))
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .withSelector(deployment
                        .getSpec()
                        .getSelector()
                        .edit()
                        .addToMatchLabels(HASH, hash)
                        .build())
                .withTemplate(new PodTemplateSpecBuilder(template)
                        .editMetadata()
                        .addToLabels(HASH, hash)
                        .endMetadata()
                        .build())
                .endSpec()
                .build();
    }

    private Optional<Instant> report(Rollout rollout, Instant now) {
        Deployment deployment = rollout.deployment();
        DeploymentStatus before = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
        int total = sum(rollout, set -> Rollout.count(set.getReplicas()));
        int available = sum(rollout, set -> Rollout.count(set.getAvailableReplicas()));
        DeploymentStatus counts = new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(total)
                .withUpdatedReplicas(rollout.current().getStatus().getReplicas())
                .withReadyReplicas(sum(rollout, set -> Rollout.count(set.getReadyReplicas())))
                .withAvailableReplicas(available)
                .withUnavailableReplicas(Math.max(
                        0, rollout.all().stream().mapToInt(Rollout::size).sum() - available))
                .build();
        DeploymentConditions conditions = new DeploymentConditions(rollout, before, counts, now);
        DeploymentStatus after = new DeploymentStatusBuilder(counts)
                .withConditions(conditions.decide())
                .build();
        if (!after.equals(before)) {
            cluster.modifyStatus(
                    DEPLOYMENTS,
                    deployment,
                    live -> new DeploymentBuilder(live).withStatus(after).build());
        }
        return new DeploymentConditions(rollout, after, after, now).deadline().filter(end -> end.isAfter(now));
    }

    private static int sum(Rollout rollout, ToIntFunction<ReplicaSetStatus> count) {
        return rollout.all().stream().map(ReplicaSet::getStatus).mapToInt(count).sum();
    }

    private void forget(Deployment deployment, List<ReplicaSet> old) {
        List<ReplicaSet> empty = old.stream()
                .filter(set ->
                        Rollout.size(set) == 0 && Rollout.count(set.getStatus().getReplicas()) == 0)
                .toList();
        int keep = deployment.getSpec().getRevisionHistoryLimit();
        empty.stream().limit(Math.max(0, empty.size() - keep)).forEach(set -> cluster.delete(REPLICA_SETS.key(set)));
    }

    private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
        return new PodTemplateSpecBuilder(template)
                .editMetadata()
                .removeFromLabels(HASH)
                .endMetadata()
                .build();
    }

    private static long revision(ReplicaSet set) {
        Map<String, String> annotations = set.getMetadata().getAnnotations();
        return annotations == null ? 0 : Long.parseLong(annotations.getOrDefault(REVISION, "0"));
    }
}
