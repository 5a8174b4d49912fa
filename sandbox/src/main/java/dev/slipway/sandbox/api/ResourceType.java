package dev.slipway.sandbox.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A kind of object that this API serves. */
public record ResourceType(
        String group,
        String version,
        String kind,
        String plural,
        boolean namespaced,
        Set<String> subresources,
        List<String> shortNames) {

    public static final ResourceType NAMESPACES = of("", "v1", "Namespace", "namespaces", false, "status", "ns");
    public static final ResourceType PODS = of("", "v1", "Pod", "pods", true, "status,binding,proxy", "po");
    public static final ResourceType DEPLOYMENTS =
            of("apps", "v1", "Deployment", "deployments", true, "status,scale", "deploy");
    public static final ResourceType REPLICA_SETS =
            of("apps", "v1", "ReplicaSet", "replicasets", true, "status,scale", "rs");
    public static final ResourceType JOBS = of("batch", "v1", "Job", "jobs", true, "status", "");

    private static final String GATEWAY_API = "gateway.networking.k8s.io";

    static final List<ResourceType> ALL = List.of(
            NAMESPACES,
            PODS,
            of("", "v1", "Service", "services", true, "status", "svc"),
            of("", "v1", "ConfigMap", "configmaps", true, "", "cm"),
            of("", "v1", "Secret", "secrets", true, "", ""),
            of("", "v1", "Event", "events", true, "", "ev"),
            DEPLOYMENTS,
            REPLICA_SETS,
            JOBS,
            of("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true, "", ""),
            of("coordination.k8s.io", "v1", "Lease", "leases", true, "", ""),
            of(GATEWAY_API, "v1", "GatewayClass", "gatewayclasses", false, "status", "gc"),
            of(GATEWAY_API, "v1", "Gateway", "gateways", true, "status", "gtw"),
            of(GATEWAY_API, "v1", "HTTPRoute", "httproutes", true, "status", ""));

    public ResourceType {
        subresources = Set.copyOf(subresources);
        shortNames = List.copyOf(shortNames);
    }

    private static ResourceType of(
            String group,
            String version,
            String kind,
            String plural,
            boolean namespaced,
            String subresources,
            String shortName) {
        return new ResourceType(
                group,
                version,
                kind,
                plural,
                namespaced,
                subresources.isEmpty() ? Set.of() : Set.of(subresources.split(",")),
                shortName.isEmpty() ? List.of() : List.of(shortName));
    }

    static Optional<ResourceType> find(String group, String version, String plural) {
        return ALL.stream()
                .filter(t -> t.group.equals(group) && t.version.equals(version) && t.plural.equals(plural))
                .findFirst();
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    boolean hasStatus() {
        return subresources.contains("status");
    }

    /** The name that error messages use: {@code deployments.apps}. */
    String qualifiedName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
