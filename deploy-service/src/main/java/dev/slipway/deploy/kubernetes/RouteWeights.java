package dev.slipway.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRefBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** The weights in those rules of a route that name stable's Service. */
final class RouteWeights {
    private final HTTPRoute route;
    private final String stable;
    private final String canary;

    RouteWeights(HTTPRoute route, String stableService) {
        this.route = route;
        this.stable = stableService;
        this.canary = Names.canaryOf(stableService);
    }

    boolean namesStable() {
        return rules().stream().anyMatch(rule -> names(rule, stable));
    }

    /** The canary's; the greatest where the rules do not agree, empty where none names the canary. */
    OptionalInt weight() {
        return rules().stream()
                .flatMap(rule -> backends(rule).stream())
                .filter(backend -> is(backend, canary))
                .mapToInt(RouteWeights::weightOf)
                .max();
    }

    /** The {@code backendRefs} that have to be others, by the index of their rule. */
    Map<Integer, List<HTTPBackendRef>> changedBackends(int weight) {
        Map<Integer, List<HTTPBackendRef>> changed = new LinkedHashMap<>();
        for (int i = 0; i < rules().size(); i++) {
            HTTPRouteRule rule = rules().get(i);
            if (names(rule, stable)) {
                List<HTTPBackendRef> wanted = weighted(backends(rule), weight);
                if (!wanted.equals(backends(rule))) {
                    changed.put(i, wanted);
                }
            }
        }
        return changed;
    }

    /** The {@code backendRefs} that name the canary, without it, by the index of their rule. */
    Map<Integer, List<HTTPBackendRef>> backendsWithoutCanary() {
        Map<Integer, List<HTTPBackendRef>> changed = new LinkedHashMap<>();
        for (int i = 0; i < rules().size(); i++) {
            HTTPRouteRule rule = rules().get(i);
            if (names(rule, canary)) {
                List<HTTPBackendRef> wanted = new ArrayList<>();
                for (HTTPBackendRef backend : backends(rule)) {
                    if (is(backend, stable)) {
                        wanted.add(withWeight(backend, 100));
                    } else if (!is(backend, canary)) {
                        wanted.add(backend);
                    }
                }
                changed.put(i, wanted);
            }
        }
        return changed;
    }

    /** Stable keeps its place, the canary stands behind it with everything else that stable's entry says. */
    private List<HTTPBackendRef> weighted(List<HTTPBackendRef> backends, int weight) {
        List<HTTPBackendRef> wanted = new ArrayList<>();
        for (HTTPBackendRef backend : backends) {
            if (is(backend, stable)) {
                wanted.add(withWeight(backend, 100 - weight));
                wanted.add(backends.stream()
                        .filter(one -> is(one, canary))
                        .findFirst()
                        .map(one -> withWeight(one, weight))
                        .orElseGet(() -> new HTTPBackendRefBuilder(backend)
                                .withName(canary)
                                .withWeight(weight)
                                .build()));
            } else if (!is(backend, canary)) {
                wanted.add(backend);
            }
        }
        return wanted;
    }

    private static HTTPBackendRef withWeight(HTTPBackendRef backend, int weight) {
        return new HTTPBackendRefBuilder(backend).withWeight(weight).build();
    }

    private static int weightOf(HTTPBackendRef backend) {
        return Objects.requireNonNullElse(backend.getWeight(), 1); // the API's default
    }

    private List<HTTPRouteRule> rules() {
        return Objects.requireNonNullElse(route.getSpec().getRules(), List.of());
    }

    private static List<HTTPBackendRef> backends(HTTPRouteRule rule) {
        return Objects.requireNonNullElse(rule.getBackendRefs(), List.of());
    }

    private static boolean names(HTTPRouteRule rule, String service) {
        return backends(rule).stream().anyMatch(backend -> is(backend, service));
    }

    private static boolean is(HTTPBackendRef backend, String service) {
        return backend.getName().equals(service)
                && Objects.requireNonNullElse(backend.getKind(), "Service").equals("Service");
    }
}
