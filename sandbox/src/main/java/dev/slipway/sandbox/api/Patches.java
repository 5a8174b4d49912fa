package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.Optional;
import java.util.stream.IntStream;

/** The patches that say what to change, as opposed to what to be. */
final class Patches {
    private static final String DIRECTIVE = "$patch";

    private Patches() {}

    static ObjectNode json(ObjectNode live, JsonNode patch) {
        try {
            return (ObjectNode) JsonPatch.apply(patch, live);
        } catch (JsonPatchException e) {
            throw StatusException.of(422, "Invalid", "the patch cannot be applied: " + e.getMessage());
        }
    }

    /** RFC 7386. */
    static ObjectNode merge(ObjectNode live, JsonNode patch) {
        for (var field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                live.remove(field.getKey());
            } else if (value.isObject()) {
                JsonNode present = live.get(field.getKey());
                live.set(field.getKey(), merge(present instanceof ObjectNode o ? o : Json.object(), value));
            } else {
                live.set(field.getKey(), value);
            }
        }
        return live;
    }

    /** A merge that also merges the items of keyed lists. */
    static ObjectNode strategic(ObjectNode live, JsonNode patch) {
        return strategic(live, patch, FieldPath.ROOT);
    }

    private static ObjectNode strategic(ObjectNode live, JsonNode patch, FieldPath at) {
        if (Json.text(patch, DIRECTIVE).equals("replace")) {
            live.removeAll();
        }
        for (var field : patch.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            JsonNode present = live.get(name);
            FieldPath path = at.field(name);
            if (name.startsWith("$")) {
                continue;
            }
            if (value.isNull()) {
                live.remove(name);
            } else if (value.isObject()) {
                live.set(name, strategic(present instanceof ObjectNode o ? o : Json.object(), value, path));
            } else if (value instanceof ArrayNode items
                    && present instanceof ArrayNode array
                    && path.listKind() instanceof ListKind.Keyed keyed) {
                items.forEach(item -> strategicItem(array, item, keyed, path));
            } else {
                live.set(name, value);
            }
        }
        return live;
    }

    private static void strategicItem(ArrayNode array, JsonNode item, ListKind.Keyed keyed, FieldPath at) {
        String key = keyed.keyOf(item);
        Optional<Integer> index = IntStream.range(0, array.size())
                .boxed()
                .filter(i -> keyed.keyOf(array.get(i)).equals(key))
                .findFirst();
        boolean delete = Json.text(item, DIRECTIVE).equals("delete");
        if (index.isEmpty()) {
            if (!delete) {
                array.add(item);
            }
        } else if (delete) {
            array.remove(index.get());
        } else if (array.get(index.get()) instanceof ObjectNode present) {
            strategic(present, item, at.then(key));
        }
    }
}
