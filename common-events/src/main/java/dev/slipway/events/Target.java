package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What a component is where it runs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = Target.Kubernetes.class, name = "kubernetes"))
public sealed interface Target {
    /**
     * A Deployment that exists in the environment's namespace.
     *
     * @param deployment the Deployment's name; its canary is named {@code <deployment>-canary}
     * @param container the container whose image is set
     * @param service the Service in front of it; the canary's is named {@code <service>-canary}
     * @param route the Gateway API HTTPRoute whose weights shift the traffic; null for a component without traffic of its
     *     own, which follows the others' weight by nothing but running beside
     * @param metricsPort the container port that serves Prometheus text
     * @param metricsPath the path there, such as {@code /metrics}
     */
    record Kubernetes(
            String deployment,
            String container,
            String service,
            @Nullable String route,
            int metricsPort,
            String metricsPath)
            implements Target {}
}
