package dev.slipway.bench;

import java.time.Instant;
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

    static Instant time(JsonNode event) {
        return Instant.parse(event.path("time").asString());
    }
}
