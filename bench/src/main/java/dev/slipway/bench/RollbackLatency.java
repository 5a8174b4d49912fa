package dev.slipway.bench;

import dev.slipway.bench.measure.Spread;
import dev.slipway.sandbox.load.LoadGenerator;
import dev.slipway.sandbox.node.ImageBehaviour;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The first sample that breaches → weight 0 on all three routes, seen by a watch of our own on the API server. */
final class RollbackLatency {
    private RollbackLatency() {}

    /** What the watch saw last of each route: whether its canary has traffic, and since when that is so. */
    private static final class Routes implements Watcher<HTTPRoute> {
        private final Map<String, Instant> closed = new HashMap<>();

        @Override
        public synchronized void eventReceived(Action action, HTTPRoute route) {
            String name = route.getMetadata().getName();
            if (canaryWeight(route) == 0) {
                closed.putIfAbsent(name, Instant.now());
            } else {
                closed.remove(name);
            }
        }

        private static int canaryWeight(HTTPRoute route) {
            return route.getSpec().getRules().stream()
                    .flatMap(rule -> rule.getBackendRefs().stream())
                    .filter(ref -> ref.getName().endsWith("-canary"))
                    .map(HTTPBackendRef::getWeight)
                    .mapToInt(weight -> weight == null ? 1 : weight)
                    .sum();
        }

        /** When the last of them had no canary traffic any more. */
        synchronized Instant allClosed() {
            return closed.values().stream().max(Instant::compareTo).orElseThrow();
        }

        @Override
        public void onClose(WatcherException cause) {
            throw new IllegalStateException("the watch ended", cause);
        }
    }

    static void run(int times) throws Exception {
        World world = World.start(Map.of("hold", "60s"), true);
        world.cluster().install("v1.0.0", world.cluster().build(ImageBehaviour.healthy("v1.0.0")));
        world.apply("/bench.yaml");
        Path ci = Files.writeString(world.platform().data().resolve("ci.json"), "{\"passed\": true}");
        world.cli().json("evidence", "agentaskit", "4f1c2ab9", "--kind", "ci", ci.toString());
        Routes routes = new Routes();
        world.client()
                .resources(HTTPRoute.class)
                .inNamespace("agentaskit-production")
                .watch(routes);
        List<Duration> decided = new ArrayList<>();
        List<Duration> whole = new ArrayList<>();
        List<Duration> restored = new ArrayList<>();
        try (LoadGenerator users = LoadGenerator.start(world.cluster().productionUrls(), 9, 120)) {
            for (int i = 1; i <= times; i++) {
                String version = "v1.0." + i;
                String id = "agentaskit-" + version;
                List<String> request =
                        new ArrayList<>(List.of("request", "agentaskit", version, "--commit", "4f1c2ab9"));
                world.cluster()
                        .build(ImageBehaviour.healthy(version).withErrorRate(1))
                        .forEach(artifact -> request.addAll(List.of("--artifact", artifact)));
                world.cli().json(request.toArray(String[]::new));
                World.await(id, () -> world.status(id).path("status").asString().equals("stopped"));
                World.await(
                        id + "'s trail",
                        () -> Trail.find(world, id, "RollbackCompleted").isPresent());
                JsonNode triggered = Trail.find(world, id, "RollbackTriggered").orElseThrow();
                Instant sample =
                        Instant.parse(triggered.path("data").path("observedAt").asString());
                decided.add(Duration.between(sample, Trail.time(triggered)));
                whole.add(Duration.between(sample, routes.allClosed()));
                restored.add(Duration.between(
                        sample,
                        Trail.time(Trail.find(world, id, "RollbackCompleted").orElseThrow())));
            }
            System.out.println("Requests: " + users.snapshot().requests());
        }
        System.out.println("First sample that breaches → weight 0 on all three routes, on " + world.where() + ":");
        System.out.println("  measured            " + new Spread(whole));
        System.out.println("  goal                median ≤ 0.15 s, p99 ≤ 0.5 s over 50");
        System.out.println(
                "  peers               Argo Rollouts 1.9: 0.13 s by annotation, 0.22 s by replicas; Flagger: 10 s");
        System.out.println("  of it, sample → decided   " + new Spread(decided));
        System.out.println("  sample → all verified     " + new Spread(restored));
    }
}
