package dev.slipway.sandbox.gateway;

import dev.slipway.sandbox.EvenShare;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The services and the pods behind them, as they were at one moment. */
final class Backends {

    /** A port of a ready pod. */
    record Endpoint(String ip, int port) {}

    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final List<Pod> ready;

    Backends(List<Service> services, List<Pod> pods) {
        services.forEach(s -> this.services.put(
                key(s.getMetadata().getNamespace(), s.getMetadata().getName()), s));
        ready = pods.stream().filter(Backends::isReady).toList();
    }

    /** Whether the reference is to a service that is there. */
    boolean exists(String routeNamespace, HTTPBackendRef ref) {
        return find(routeNamespace, ref).isPresent();
    }

    List<Endpoint> endpoints(String routeNamespace, HTTPBackendRef ref) {
        return find(routeNamespace, ref).stream()
                .flatMap(service -> endpoints(service, ref).stream())
                .toList();
    }

    private Optional<Service> find(String routeNamespace, HTTPBackendRef ref) {
        if (!"Service".equals(Objects.requireNonNullElse(ref.getKind(), "Service"))) {
            return Optional.empty();
        }
        String namespace = Objects.requireNonNullElse(ref.getNamespace(), routeNamespace);
        return Optional.ofNullable(services.get(key(namespace, ref.getName())));
    }

    private List<Endpoint> endpoints(Service service, HTTPBackendRef ref) {
        Map<String, String> selector =
                Objects.requireNonNullElse(service.getSpec().getSelector(), Map.of());
        if (selector.isEmpty()) {
            return List.of();
        }
        String namespace = service.getMetadata().getNamespace();
        return service.getSpec().getPorts().stream()
                .filter(port -> ref.getPort() == null || ref.getPort().equals(port.getPort()))
                .limit(1)
                .flatMap(port -> ready.stream()
                        .filter(pod -> pod.getMetadata().getNamespace().equals(namespace))
                        .filter(pod -> matches(pod, selector))
                        .flatMap(pod -> targetPort(port, pod).stream()
                                .map(number -> new Endpoint(pod.getStatus().getPodIP(), number))))
                .toList();
    }

    private static boolean matches(Pod pod, Map<String, String> selector) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return labels.entrySet().containsAll(selector.entrySet());
    }

    private static Optional<Integer> targetPort(ServicePort port, Pod pod) {
        Object target = port.getTargetPort() == null
                ? port.getPort()
                : port.getTargetPort().getValue();
        if (target instanceof Integer number) {
            return Optional.of(number);
        }
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(declared -> target.equals(declared.getName()))
                .map(declared -> declared.getContainerPort())
                .findFirst();
    }

    /** A pod that is going gets no new requests. */
    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getPodIP() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    /** What goes on from one moment to the next, so that a change of pods does not start the shares anew. */
    static final class Turns {
        private final Map<String, EvenShare> shares = new ConcurrentHashMap<>();
        private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

        double share(String rule) {
            return shares.computeIfAbsent(rule, key -> new EvenShare(key.hashCode()))
                    .next();
        }

        int turn(String backend, int of) {
            return Math.floorMod(
                    turns.computeIfAbsent(backend, _ -> new AtomicInteger()).getAndIncrement(), of);
        }
    }
}
