package dev.slipway.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The trail as the command answers it. */
final class Trail {
    private Trail() {}

    /** The first event of that name. */
    static Optional<JsonNode> find(World world, String release, String type) {
        for (JsonNode item : world.cli().json("trail", release).path("records")) {
            if (item.path("event").path("type").asString().equals("dev.slipway." + type)) {
                return Optional.of(item.path("event"));
            }
        }
        return Optional.empty();
    }

    /** How long each event came after the one before it, in causal order. */
    static Map<String, Duration> hops(World world, String release) {
        Map<String, Duration> hops = new LinkedHashMap<>();
        JsonNode before = null;
        for (JsonNode item : world.cli().json("trail", release).path("records")) {
            JsonNode event = item.path("event");
            if (before != null) {
                hops.merge(
                        name(before) + " → " + name(event),
                        Duration.between(time(before), time(event)),
                        Duration::plus);
            }
            before = event;
        }
        return hops;
    }

    private static String name(JsonNode event) {
        String type = event.path("type").asString().replace("dev.slipway.", "");
        String stage = event.path("stage").asString("");
        String part = event.path("data")
                .path("phase")
                .asString(event.path("data").path("scope").asString(""));
        return type + (stage.isEmpty() ? "" : " " + stage) + (part.isEmpty() ? "" : " (" + part + ")");
    }

    static Instant time(JsonNode event) {
        return Instant.parse(event.path("time").asString());
    }
}
