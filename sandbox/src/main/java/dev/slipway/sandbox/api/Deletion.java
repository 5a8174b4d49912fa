package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** What becomes of an object that somebody deletes: it goes, or it is marked until those who hold it let go. */
record Deletion(Instant now) {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    /** The marked object, or empty if nothing holds it. */
    Optional<ObjectNode> decide(ObjectKey key, ObjectNode live, DeleteOptions options) {
        boolean finalizers = !live.path("metadata").path("finalizers").isEmpty();
        return switch (key.type().kind()) {
            case "Namespace" -> {
                ObjectNode marked = marked(live, 0);
                marked.withObject("status").put("phase", "Terminating");
                yield Optional.of(marked);
            }
            case "Pod" -> {
                long grace = options.graceSeconds()
                        .orElse(live.path("spec")
                                .path("terminationGracePeriodSeconds")
                                .asLong(30));
                // Without a node nobody has started it, so nobody has to stop it.
                boolean runs = live.path("spec").has("nodeName")
                        && !ENDED.contains(live.path("status").path("phase").asText());
                yield finalizers || (runs && grace > 0)
                        ? Optional.of(marked(live, runs ? grace : 0))
                        : Optional.empty();
            }
            default -> finalizers ? Optional.of(marked(live, 0)) : Optional.empty();
        };
    }

    private ObjectNode marked(ObjectNode live, long graceSeconds) {
        ObjectNode marked = live.deepCopy();
        ObjectNode metadata = Json.metadata(marked);
        if (!metadata.has("deletionTimestamp")) {
            Instant end = now.plusSeconds(graceSeconds).truncatedTo(ChronoUnit.SECONDS);
            metadata.put("deletionTimestamp", end.toString()).put("deletionGracePeriodSeconds", graceSeconds);
        }
        return marked;
    }
}
