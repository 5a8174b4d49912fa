package dev.slipway.sandbox.gateway;

import dev.slipway.sandbox.gateway.Backends.Endpoint;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where requests go, computed from the objects of one moment. */
final class RoutingTable {
    /** The most specific first, as the Gateway API orders matches. */
    private static final Comparator<Entry> PRECEDENCE = Comparator.comparingInt(
                    (Entry e) -> e.hostname == null ? 0 : e.hostname.startsWith("*") ? e.hostname.length() : 1000)
            .thenComparing(e -> e.match.exact)
            .thenComparingInt(e -> e.match.path.length())
            .thenComparingInt(e -> e.match.headers.size())
            .reversed()
            .thenComparing(Entry::rule);

    static final RoutingTable EMPTY = new RoutingTable(List.of());

    /** What is to be done with a request. */
    sealed interface Target {

        record To(Endpoint endpoint, String path) implements Target {}

        /** No rule is about it. */
        record NoRoute() implements Target {}

        /** Its rule says no backend, or one that is not there: 500 by the Gateway API. */
        record NoBackend() implements Target {}

        /** Its backend has no ready pod. */
        record NoEndpoint(String backend) implements Target {}
    }

    private record Share(String name, int weight, boolean exists, List<Endpoint> endpoints) {}

    /** One match of one rule for one hostname; the hostname is null for any. */
    private record Entry(
            @Nullable String hostname,
            Match match,
            String rule,
            List<Share> shares,
            @Nullable String rewrite) {}

    private record Match(boolean exact, String path, List<Header> headers) {}

    record Header(String name, String value) {}

    private final List<Entry> entries;

    private RoutingTable(List<Entry> entries) {
        this.entries = entries.stream().sorted(PRECEDENCE).toList();
    }

    static RoutingTable of(List<HTTPRoute> routes, Backends backends) {
        List<Entry> entries = new ArrayList<>();
        for (HTTPRoute route : routes) {
            List<HTTPRouteRule> rules = route.getSpec().getRules();
            for (int i = 0; i < rules.size(); i++) {
                add(entries, route, rules.get(i), i, backends);
            }
        }
        return new RoutingTable(entries);
    }

    private static void add(List<Entry> entries, HTTPRoute route, HTTPRouteRule rule, int index, Backends backends) {
        String namespace = route.getMetadata().getNamespace();
        String name = "%s/%s/%d".formatted(namespace, route.getMetadata().getName(), index);
        List<Share> shares = rule.getBackendRefs().stream()
                .map(ref -> share(namespace, ref, backends))
                .toList();
        List<Match> matches = rule.getMatches().isEmpty()
                ? List.of(new Match(false, "/", List.of()))
                : rule.getMatches().stream().map(RoutingTable::match).toList();
        List<@Nullable String> hostnames = new ArrayList<>(route.getSpec().getHostnames());
        if (hostnames.isEmpty()) {
            hostnames.add(null);
        }
        for (String hostname : hostnames) {
            matches.forEach(match -> entries.add(new Entry(hostname, match, name, shares, rewrite(rule))));
        }
    }

    private static Share share(String namespace, HTTPBackendRef ref, Backends backends) {
        String name = Objects.requireNonNullElse(ref.getNamespace(), namespace) + "/" + ref.getName();
        int weight = ref.getWeight() == null ? 1 : ref.getWeight();
        return new Share(name, weight, backends.exists(namespace, ref), backends.endpoints(namespace, ref));
    }

    private static Match match(HTTPRouteMatch match) {
        HTTPPathMatch path = match.getPath();
        List<Header> headers = match.getHeaders().stream()
                .map(header -> new Header(header.getName(), header.getValue()))
                .toList();
        return path == null
                ? new Match(false, "/", headers)
                : new Match("Exact".equals(path.getType()), Objects.requireNonNullElse(path.getValue(), "/"), headers);
    }

    private static @Nullable String rewrite(HTTPRouteRule rule) {
        return rule.getFilters().stream()
                .filter(filter ->
                        filter.getUrlRewrite() != null && filter.getUrlRewrite().getPath() != null)
                .map(filter -> filter.getUrlRewrite().getPath().getReplacePrefixMatch())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** @param headers the value of a request's header by its name */
    Target route(String host, String path, UnaryOperator<@Nullable String> headers, Backends.Turns turns) {
        for (Entry entry : entries) {
            if (matchesHost(entry.hostname, host) && matches(entry.match, path, headers)) {
                return choose(entry, path, turns);
            }
        }
        return new Target.NoRoute();
    }

    private static Target choose(Entry entry, String path, Backends.Turns turns) {
        int total = entry.shares.stream().mapToInt(Share::weight).sum();
        if (total == 0) {
            return new Target.NoBackend();
        }
        double point = turns.share(entry.rule) * total;
        Optional<Share> chosen = Optional.empty();
        for (Share share : entry.shares) {
            if (share.weight > 0 && point >= 0) {
                chosen = Optional.of(share);
            }
            point -= share.weight;
        }
        Share share = chosen.orElseThrow();
        if (!share.exists) {
            return new Target.NoBackend();
        }
        if (share.endpoints.isEmpty()) {
            return new Target.NoEndpoint(share.name);
        }
        Endpoint endpoint = share.endpoints.get(turns.turn(share.name, share.endpoints.size()));
        return new Target.To(endpoint, rewritten(entry, path));
    }

    private static String rewritten(Entry entry, String path) {
        if (entry.rewrite == null) {
            return path;
        }
        String rest = path.substring(
                Math.min(path.length(), stripped(entry.match.path).length()));
        String joined = stripped(entry.rewrite) + (rest.startsWith("/") || rest.isEmpty() ? rest : "/" + rest);
        return joined.isEmpty() ? "/" : joined;
    }

    private static boolean matchesHost(@Nullable String pattern, String host) {
        return pattern == null
                || pattern.equalsIgnoreCase(host)
                || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
    }

    private static boolean matches(Match match, String path, UnaryOperator<@Nullable String> headers) {
        String prefix = stripped(match.path);
        boolean onPath = match.exact ? path.equals(match.path) : path.equals(prefix) || path.startsWith(prefix + "/");
        return onPath && match.headers.stream().allMatch(h -> h.value.equals(headers.apply(h.name)));
    }

    private static String stripped(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
