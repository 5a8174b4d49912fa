package dev.slipway.sandbox.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.api.ObjectKey;
import dev.slipway.sandbox.api.ResourceType;
import dev.slipway.sandbox.api.Resources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes what has lost all of its owners, and what is in a namespace that is being deleted. */
final class GarbageCollector {
    private final Resources resources;
    private final Cluster cluster;

    GarbageCollector(Resources resources, Cluster cluster) {
        this.resources = resources;
        this.cluster = cluster;
    }

    void collectOrphans() {
        List<ObjectKey> keys = resources.keys();
        Set<String> uids = new HashSet<>();
        keys.forEach(key -> resources
                .find(key)
                .ifPresent(
                        object -> uids.add(object.path("metadata").path("uid").asText())));
        keys.forEach(key ->
                resources.find(key).filter(object -> isOrphan(object, uids)).ifPresent(_ -> cluster.delete(key)));
    }

    private static boolean isOrphan(ObjectNode object, Set<String> uids) {
        JsonNode owners = object.path("metadata").path("ownerReferences");
        for (JsonNode owner : owners) {
            if (uids.contains(owner.path("uid").asText())) {
                return false;
            }
        }
        return !owners.isEmpty();
    }

    void finish(ObjectKey namespace, ObjectNode object) {
        if (!object.path("metadata").has("deletionTimestamp")) {
            return;
        }
        resources.keysIn(namespace.name()).forEach(cluster::delete);
        if (resources.keysIn(namespace.name()).isEmpty()) {
            resources.remove(new ObjectKey(ResourceType.NAMESPACES, "", namespace.name()));
        }
    }
}
