package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/**
 * How the items of a list are told apart when several owners write to it, as Kubernetes' own schemas annotate it for
 * the types of {@link ResourceType#ALL}.
 */
sealed interface ListKind {

    /** Items are objects known by some of their fields: each field of each item has its own owners. */
    record Keyed(List<String> fields) implements ListKind {

        /** As managedFields writes it: {@code k:{"name":"web"}}. */
        String keyOf(JsonNode item) {
            ObjectNode key = Json.object();
            for (String field : fields) {
                JsonNode value = item.path(field);
                // The API server fills in a port's protocol, so an item that leaves it out is the same item.
                key.set(field, value.isMissingNode() && field.equals("protocol") ? TCP : value);
            }
            return FieldPath.KEY + key;
        }
    }

    /** Items are values, each with its own owners. */
    record Values() implements ListKind {}

    /** The list has one set of owners and is replaced as a whole. */
    record Atomic() implements ListKind {}

    JsonNode TCP = Json.object().textNode("TCP");

    /** @param parents the fields above the list, outermost first, without the keys of items */
    static ListKind of(List<String> parents, String field) {
        String parent = parents.isEmpty() ? "" : parents.getLast();
        return switch (field) {
            case "containers", "initContainers", "env", "volumes", "imagePullSecrets", "listeners" ->
                new Keyed(List.of("name"));
            case "volumeMounts" -> new Keyed(List.of("mountPath"));
            case "ports" -> new Keyed(List.of(parent.endsWith("ontainers") ? "containerPort" : "port", "protocol"));
            case "conditions" -> new Keyed(List.of("type"));
            case "ownerReferences" -> new Keyed(List.of("uid"));
            case "podIPs", "hostIPs" -> new Keyed(List.of("ip"));
            case "finalizers" -> new Values();
            default -> new Atomic();
        };
    }

    /** Selectors are one value: half of a selector selects something else. */
    static boolean isAtomicMap(Collection<String> parents, String field) {
        return (field.equals("selector") || field.equals("nodeSelector")) && parents.contains("spec");
    }
}
