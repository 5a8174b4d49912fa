package dev.slipway.deploy.kubernetes;

import dev.slipway.deploy.application.StepResult;
import dev.slipway.events.DeploymentFailed.Cause;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a rollout will not end well, in the words of those who know: the Deployment's conditions and its pods. */
final class Troubles {
    private static final Set<String> NO_IMAGE =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");

    private Troubles() {}

    /** @param pods of the Deployment, of whatever version: those of other versions are not asked */
    static Optional<StepResult.Broken> of(Deployment deployment, Container container, List<Pod> pods) {
        return pods.stream()
                .filter(pod -> runs(pod, container))
                .flatMap(Troubles::ofPod)
                .findFirst()
                .or(() -> ofConditions(deployment));
    }

    private static boolean runs(Pod pod, Container container) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getSpec().getContainers().stream()
                        .anyMatch(one -> one.getName().equals(container.getName())
                                && one.getImage().equals(container.getImage()));
    }

    private static Stream<StepResult.Broken> ofPod(Pod pod) {
        if (pod.getStatus() == null) {
            return Stream.empty();
        }
        return Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream())
                .flatMap(status -> ofContainer(pod, status).stream());
    }

    private static Optional<StepResult.Broken> ofContainer(Pod pod, ContainerStatus status) {
        ContainerStateWaiting waiting =
                status.getState() == null ? null : status.getState().getWaiting();
        if (waiting == null || waiting.getReason() == null) {
            return Optional.empty();
        }
        String reason = waiting.getReason();
        String words = "pod " + pod.getMetadata().getName() + ", container " + status.getName() + ": " + reason
                + said(waiting.getMessage());
        if (NO_IMAGE.contains(reason)) {
            return Optional.of(new StepResult.Broken(Cause.IMAGE_PULL, words));
        }
        return reason.equals("CrashLoopBackOff")
                ? Optional.of(new StepResult.Broken(Cause.CRASH_LOOP, words + lastEnd(status.getLastState())))
                : Optional.empty();
    }

    private static String lastEnd(@Nullable ContainerState last) {
        ContainerStateTerminated end = last == null ? null : last.getTerminated();
        return end == null
                ? ""
                : "; it ended with exit code " + end.getExitCode() + said(end.getReason()) + said(end.getMessage());
    }

    private static String said(@Nullable String words) {
        return words == null || words.isBlank() ? "" : ": " + words.strip();
    }

    private static Optional<StepResult.Broken> ofConditions(Deployment deployment) {
        if (!Workloads.isObserved(deployment)) {
            return Optional.empty(); // they are about what it was before
        }
        return deployment.getStatus().getConditions().stream()
                .flatMap(condition -> ofCondition(condition).stream())
                .findFirst();
    }

    private static Optional<StepResult.Broken> ofCondition(DeploymentCondition condition) {
        String words =
                Objects.requireNonNullElse(condition.getReason(), condition.getType()) + said(condition.getMessage());
        if (condition.getType().equals("Progressing") && "ProgressDeadlineExceeded".equals(condition.getReason())) {
            return Optional.of(new StepResult.Broken(Cause.NEVER_READY, words));
        }
        return condition.getType().equals("ReplicaFailure") && "True".equals(condition.getStatus())
                ? Optional.of(new StepResult.Broken(Cause.REFUSED, words))
                : Optional.empty();
    }
}
