package dev.slipway.sandbox.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a deployment says about itself: whether it is available, and whether its rollout goes on. */
record DeploymentConditions(Rollout rollout, DeploymentStatus before, DeploymentStatus after, Instant now) {
    private static final String PROGRESSING = "Progressing";

    List<DeploymentCondition> decide() {
        Deployment deployment = rollout.deployment();
        int minAvailable = rollout.replicas() - rollout.maxUnavailable();
        boolean available = Rollout.count(after.getAvailableReplicas()) >= minAvailable;
        DeploymentCondition availability = available
                ? condition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                : condition(
                        "Available",
                        "False",
                        "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability.");
        String name = deployment.getMetadata().getName();
        String set = rollout.current().getMetadata().getName();
        DeploymentCondition progress;
        if (isComplete()) {
            progress = condition(
                    PROGRESSING,
                    "True",
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"%s\" has successfully progressed.".formatted(set));
        } else if (previous(PROGRESSING).isEmpty() || hasProgressed()) {
            progress = touched(condition(
                    PROGRESSING, "True", "ReplicaSetUpdated", "ReplicaSet \"%s\" is progressing.".formatted(set)));
        } else if (deadline().filter(end -> !now.isBefore(end)).isPresent()) {
            progress = condition(
                    PROGRESSING,
                    "False",
                    "ProgressDeadlineExceeded",
                    "ReplicaSet \"%s\" has timed out progressing.".formatted(set));
        } else {
            progress = previous(PROGRESSING)
                    .orElseThrow(() -> new IllegalStateException("deployment " + name + " lost its condition"));
        }
        return List.of(availability, progress);
    }

    /** When the rollout has taken too long, unless it moves until then; empty if it is complete or has failed already. */
    Optional<Instant> deadline() {
        Integer seconds = rollout.deployment().getSpec().getProgressDeadlineSeconds();
        return previous(PROGRESSING)
                .filter(c -> c.getReason().equals("ReplicaSetUpdated")
                        || c.getReason().equals("ProgressDeadlineExceeded"))
                // Its times are cut to whole seconds: one more, so that it is never too early.
                .map(c -> Instant.parse(c.getLastUpdateTime())
                        .plus(Duration.ofSeconds(1 + (seconds == null ? 600 : seconds))));
    }

    boolean isComplete() {
        int replicas = rollout.replicas();
        return Rollout.count(after.getUpdatedReplicas()) == replicas
                && Rollout.count(after.getReplicas()) == replicas
                && Rollout.count(after.getAvailableReplicas()) == replicas;
    }

    private boolean hasProgressed() {
        int oldBefore = Rollout.count(before.getReplicas()) - Rollout.count(before.getUpdatedReplicas());
        int oldAfter = Rollout.count(after.getReplicas()) - Rollout.count(after.getUpdatedReplicas());
        boolean anew = previous(PROGRESSING)
                .filter(c -> c.getReason().equals("NewReplicaSetAvailable"))
                .isPresent();
        return anew
                || isOtherSet()
                || Rollout.count(after.getUpdatedReplicas()) > Rollout.count(before.getUpdatedReplicas())
                || oldAfter < oldBefore
                || Rollout.count(after.getReadyReplicas()) > Rollout.count(before.getReadyReplicas())
                || Rollout.count(after.getAvailableReplicas()) > Rollout.count(before.getAvailableReplicas());
    }

    private boolean isOtherSet() {
        String set = "\"" + rollout.current().getMetadata().getName() + "\"";
        return previous(PROGRESSING).filter(c -> !c.getMessage().contains(set)).isPresent();
    }

    private Optional<DeploymentCondition> previous(String type) {
        return before.getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .findFirst();
    }

    private DeploymentCondition condition(String type, String status, String reason, String message) {
        Optional<DeploymentCondition> was = previous(type);
        if (was.filter(c -> c.getStatus().equals(status)
                        && c.getReason().equals(reason)
                        && c.getMessage().equals(message))
                .isPresent()) {
            return was.get();
        }
        String transition = was.filter(c -> c.getStatus().equals(status))
                .map(DeploymentCondition::getLastTransitionTime)
                .orElse(now.toString());
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(transition)
                .withLastUpdateTime(now.toString())
                .build();
    }

    private DeploymentCondition touched(DeploymentCondition condition) {
        return new DeploymentConditionBuilder(condition)
                .withLastUpdateTime(now.toString())
                .build();
    }
}
