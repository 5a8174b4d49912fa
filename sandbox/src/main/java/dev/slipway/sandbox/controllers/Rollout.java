package dev.slipway.sandbox.controllers;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas each replica set of a deployment shall have next, by the rules of Kubernetes' deployment controller:
 * never more than replicas + maxSurge pods, never fewer than replicas − maxUnavailable available ones.
 *
 * @param current the replica set of the wanted template
 * @param old all others, the oldest first
 */
record Rollout(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {

    Rollout {
        current = withStatus(current);
        old = old.stream().map(Rollout::withStatus).toList();
    }

    /** One that its own controller has not seen yet has no status, which counts as nothing running. */
    private static ReplicaSet withStatus(ReplicaSet set) {
        return set.getStatus() == null
                ? new ReplicaSetBuilder(set).withStatus(new ReplicaSetStatus()).build()
                : set;
    }

    /** The wanted replicas by the name of the replica set; those that stay as they are, too. */
    Map<String, Integer> decide() {
        Map<String, Integer> scales = new LinkedHashMap<>();
        all().forEach(set -> scales.put(name(set), size(set)));
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            return scales;
        }
        if ("Recreate".equals(deployment.getSpec().getStrategy().getType())) {
            recreate(scales);
        } else {
            // One direction at a time, as the real controller does: the next change of status brings the other.
            grow(scales);
            if (scales.getOrDefault(name(current), 0) == size(current)) {
                shrinkOld(scales);
            }
        }
        return scales;
    }

    private void recreate(Map<String, Integer> scales) {
        old.forEach(set -> scales.put(name(set), 0));
        boolean allGone = old.stream()
                .allMatch(set -> size(set) == 0 && count(set.getStatus().getReplicas()) == 0);
        if (allGone) {
            scales.put(name(current), replicas());
        }
    }

    private void grow(Map<String, Integer> scales) {
        int size = size(current);
        int room =
                replicas() + maxSurge() - all().stream().mapToInt(Rollout::size).sum();
        int next = size > replicas() ? replicas() : size + Math.max(0, Math.min(room, replicas() - size));
        scales.put(name(current), next);
    }

    private void shrinkOld(Map<String, Integer> scales) {
        int minAvailable = replicas() - maxUnavailable();
        int total = all().stream().mapToInt(Rollout::size).sum();
        int newUnavailable = size(current) - available(current);
        int mayGo = total - minAvailable - newUnavailable;
        for (ReplicaSet set : old) {
            int unhealthy = Math.clamp(Math.min(mayGo, size(set) - available(set)), 0, Integer.MAX_VALUE);
            scales.merge(name(set), -unhealthy, Integer::sum);
            mayGo -= unhealthy;
        }
        int spare = Math.min(mayGo, all().stream().mapToInt(Rollout::available).sum() - minAvailable);
        for (ReplicaSet set : old) {
            int go = Math.clamp(spare, 0, scales.getOrDefault(name(set), 0));
            scales.merge(name(set), -go, Integer::sum);
            spare -= go;
        }
    }

    List<ReplicaSet> all() {
        List<ReplicaSet> all = new ArrayList<>(old);
        all.add(current);
        return all;
    }

    int replicas() {
        return deployment.getSpec().getReplicas();
    }

    int maxSurge() {
        return share(rolling().getMaxSurge(), true);
    }

    /** Never 0 together with a surge of 0: nothing could ever move. */
    int maxUnavailable() {
        int unavailable = Math.min(replicas(), share(rolling().getMaxUnavailable(), false));
        return unavailable == 0 && maxSurge() == 0 ? Math.min(1, replicas()) : unavailable;
    }

    private RollingUpdateDeployment rolling() {
        RollingUpdateDeployment rolling = deployment.getSpec().getStrategy().getRollingUpdate();
        return rolling == null ? new RollingUpdateDeployment(new IntOrString(0), new IntOrString(replicas())) : rolling;
    }

    private int share(IntOrString value, boolean roundUp) {
        Object number = value.getValue();
        if (number instanceof String text && text.endsWith("%")) {
            double share = replicas() * Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
            return (int) (roundUp ? Math.ceil(share) : Math.floor(share));
        }
        return Integer.parseInt(Objects.toString(number));
    }

    static int size(ReplicaSet set) {
        return count(set.getSpec().getReplicas());
    }

    static int available(ReplicaSet set) {
        return count(set.getStatus().getAvailableReplicas());
    }

    static int count(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static String name(ReplicaSet set) {
        return set.getMetadata().getName();
    }
}
