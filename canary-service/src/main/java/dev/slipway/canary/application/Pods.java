package dev.slipway.canary.application;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods of a workload, and what they serve. */
public interface Pods {
    /** All pods of a Deployment; none where there is no such Deployment. Throws {@link MetricSource.Unreadable}. */
    List<Pod> of(String namespace, String deployment);

    /**
     * The body of what the pod answers there, of at most a few megabytes, within two seconds. Throws
     * {@link MetricSource.Unreadable} where there is none, or it is not a success.
     */
    String get(Pod pod, int port, String path);

    /**
     * @param uid its name for good: a pod that takes its place has another
     * @param ip null until it has one
     */
    record Pod(
            String namespace,
            String name,
            String uid,
            @Nullable String ip,
            boolean ready) {}
}
