package dev.slipway.sandbox.node;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a kubelet would say about a pod, at each point of its life. */
final class PodStatuses {
    private static final String HOST = "10.0.0.1";

    private final Pod pod;
    private final Clock clock;
    private PodStatus last;
    private int restarts;

    PodStatuses(Pod pod, Clock clock) {
        this.pod = pod;
        this.clock = clock;
        last = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        restarts = last.getContainerStatuses().stream()
                .mapToInt(c -> c.getRestartCount() == null ? 0 : c.getRestartCount())
                .max()
                .orElse(0);
    }

    @Nullable
    String ip() {
        return last.getPodIP();
    }

    boolean wasReady() {
        return last.getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    PodStatus waiting(String reason, String message) {
        return next("Pending", null, false, false, waitingFor(reason, message));
    }

    PodStatus running(String ip, boolean ready) {
        ContainerState state = new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(startedAt().orElseGet(this::now))
                .endRunning()
                .build();
        return next("Running", ip, true, ready, state);
    }

    PodStatus restarted(String ip) {
        restarts++;
        return running(ip, false);
    }

    PodStatus crashed(String ip) {
        String message = "back-off restarting failed container in pod "
                + pod.getMetadata().getName();
        return next("Running", ip, false, false, waitingFor("CrashLoopBackOff", message));
    }

    PodStatus ended(String ip, boolean well) {
        ContainerState state = new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(well ? 0 : 1)
                .withReason(well ? "Completed" : "Error")
                .withFinishedAt(now())
                .endTerminated()
                .build();
        return next(well ? "Succeeded" : "Failed", ip, false, false, state);
    }

    private PodStatus next(String phase, @Nullable String ip, boolean started, boolean ready, ContainerState state) {
        var containers = pod.getSpec().getContainers().stream()
                .map(container -> new ContainerStatusBuilder()
                        .withName(container.getName())
                        .withImage(container.getImage())
                        .withImageID(container.getImage())
                        .withContainerID("sandbox://" + pod.getMetadata().getUid() + "/" + container.getName())
                        .withReady(ready)
                        .withStarted(started)
                        .withRestartCount(restarts)
                        .withState(state)
                        .build())
                .toList();
        String why = ready ? null : "ContainersNotReady";
        last = new PodStatusBuilder()
                .withPhase(phase)
                .withHostIP(HOST)
                .withPodIP(ip)
                .withPodIPs(ip == null ? List.of() : List.of(new PodIP(ip)))
                .withStartTime(Objects.requireNonNullElseGet(last.getStartTime(), this::now))
                .withConditions(
                        condition("PodScheduled", true, null),
                        condition("Initialized", true, null),
                        condition("ContainersReady", ready, why),
                        condition("Ready", ready, why))
                .withContainerStatuses(containers)
                .build();
        return last;
    }

    private PodCondition condition(String type, boolean value, @Nullable String reason) {
        String status = value ? "True" : "False";
        String since = last.getConditions().stream()
                .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
                .map(PodCondition::getLastTransitionTime)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(this::now);
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withLastTransitionTime(since)
                .build();
    }

    private Optional<String> startedAt() {
        return last.getContainerStatuses().stream()
                .map(c -> c.getState().getRunning())
                .filter(Objects::nonNull)
                .map(ContainerStateRunning::getStartedAt)
                .findFirst();
    }

    private static ContainerState waitingFor(String reason, String message) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build();
    }

    private String now() {
        return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
