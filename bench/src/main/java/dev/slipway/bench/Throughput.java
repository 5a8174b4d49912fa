package dev.slipway.bench;

import dev.slipway.bench.measure.Spread;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ReleaseRequested → ReleaseCompleted: three stages, three components, a canary without a hold; one after another. */
final class Throughput {
    private Throughput() {}

    static void run(int releases, boolean real) throws Exception {
        World world = World.start(Map.of(), real);
        world.cluster().install("v1.0.0", world.cluster().build(ImageBehaviour.healthy("v1.0.0")));
        world.apply("/bench.yaml");
        Path ci = Files.writeString(world.platform().data().resolve("ci.json"), "{\"passed\": true}");
        world.cli().json("evidence", "agentaskit", "4f1c2ab9", "--kind", "ci", ci.toString());
        List<Duration> took = new ArrayList<>();
        Map<String, List<Duration>> hops = new LinkedHashMap<>();
        for (int i = 1; i <= releases; i++) {
            String version = "v1.0." + i;
            List<String> request = new ArrayList<>(List.of("request", "agentaskit", version, "--commit", "4f1c2ab9"));
            world.cluster()
                    .build(ImageBehaviour.healthy(version))
                    .forEach(artifact -> request.addAll(List.of("--artifact", artifact)));
            world.cli().json(request.toArray(String[]::new));
            String id = "agentaskit-" + version;
            World.await(id, () -> !world.status(id).path("status").asString().equals("in-progress"));
            World.await(
                    id + "'s trail",
                    () -> Trail.find(world, id, "ReleaseCompleted").isPresent());
            took.add(Duration.between(
                    Trail.time(Trail.find(world, id, "ReleaseRequested").orElseThrow()),
                    Trail.time(Trail.find(world, id, "ReleaseCompleted").orElseThrow())));
            Trail.hops(world, id)
                    .forEach((hop, time) ->
                            hops.computeIfAbsent(hop, _ -> new ArrayList<>()).add(time));
        }
        System.out.println("ReleaseRequested → ReleaseCompleted, zero holds, three stages, on " + world.where() + ":");
        System.out.println("  measured " + new Spread(took));
        System.out.println("  goal     median < 1 s, p99 < 3 s over 100");
        System.out.println("Hop by hop:");
        hops.forEach((hop, times) -> System.out.printf("  %-90s %s%n", hop, new Spread(times)));
    }
}
