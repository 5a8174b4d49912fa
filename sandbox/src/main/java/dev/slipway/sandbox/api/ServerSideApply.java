package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.api.Ownership.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Server-side apply: an object becomes what its managers want it to be, each for the fields that it owns.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
 */
final class ServerSideApply {
    private ServerSideApply() {}

    /** What an apply leads to: the object without its managedFields, and who owns what from then on. */
    record Result(ObjectNode object, Ownership ownership) {}

    /**
     * @param live the object as it is; without fields when it is to be created
     * @param wanted what the owner wants, all of it
     * @throws StatusException 409 if another manager owns a field that is to change, unless {@code force} takes it
     */
    static Result apply(ObjectKey key, ObjectNode live, ObjectNode wanted, Owner owner, boolean force, Instant now) {
        Ownership ownership = Ownership.of(live);
        FieldSet wants = FieldSet.of(wanted);
        FieldSet disputed = wants.filter(path -> !path.isItem() && differs(path, live, wanted));
        List<StatusException.Cause> conflicts = conflicts(ownership, owner, disputed);
        if (!conflicts.isEmpty() && !force) {
            throw StatusException.applyConflicts(key, conflicts);
        }
        FieldSet had = ownership.fieldsOf(owner);
        Ownership after = ownership.takenBy(owner, disputed).with(owner, wants, now);
        ObjectNode merged = live.deepCopy();
        Json.metadata(merged).remove("managedFields");
        merge(merged, wanted, FieldPath.ROOT);
        prune(merged, had.without(wants), after);
        return new Result(merged, after.onlyIn(merged));
    }

    private static boolean differs(FieldPath path, ObjectNode live, ObjectNode wanted) {
        return !path.in(live).equals(path.in(wanted));
    }

    private static List<StatusException.Cause> conflicts(Ownership ownership, Owner owner, FieldSet disputed) {
        List<StatusException.Cause> conflicts = new ArrayList<>();
        ownership.claims().forEach((other, claim) -> {
            if (!other.equals(owner)) {
                for (FieldPath path :
                        disputed.filter(claim.fields().paths()::contains).paths()) {
                    String with = "conflict with \"%s\"".formatted(other.manager());
                    conflicts.add(new StatusException.Cause("FieldManagerConflict", with, path.toString()));
                }
            }
        });
        return conflicts;
    }

    private static void merge(ObjectNode into, JsonNode wanted, FieldPath at) {
        for (var field : wanted.properties()) {
            FieldPath path = at.field(field.getKey());
            JsonNode value = field.getValue();
            JsonNode present = into.get(field.getKey());
            if (value.isNull()) {
                continue;
            }
            if (value.isObject() && present instanceof ObjectNode object && !path.isAtomicMap()) {
                merge(object, value, path);
            } else if (value instanceof ArrayNode items && present instanceof ArrayNode array) {
                into.set(field.getKey(), mergeList(array, items, path));
            } else {
                into.set(field.getKey(), value.deepCopy());
            }
        }
    }

    /** The wanted items in their order, then those that only others want. */
    private static ArrayNode mergeList(ArrayNode present, ArrayNode wanted, FieldPath at) {
        if (at.listKind() instanceof ListKind.Atomic) {
            return wanted.deepCopy();
        }
        ArrayNode merged = wanted.arrayNode();
        List<FieldPath> taken = new ArrayList<>();
        for (JsonNode item : wanted) {
            String element = FieldPath.elementOf(at.listKind(), item);
            Optional<JsonNode> same = itemOf(present, at, element);
            if (item.isObject() && same.isPresent() && same.get() instanceof ObjectNode object) {
                merge(object, item, at.then(element));
                merged.add(object);
            } else {
                merged.add(item.deepCopy());
            }
            taken.add(at.then(element));
        }
        for (JsonNode item : present) {
            if (!taken.contains(at.then(FieldPath.elementOf(at.listKind(), item)))) {
                merged.add(item);
            }
        }
        return merged;
    }

    private static Optional<JsonNode> itemOf(ArrayNode items, FieldPath at, String element) {
        for (JsonNode item : items) {
            if (FieldPath.elementOf(at.listKind(), item).equals(element)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    /** Removes what its manager wants no more and nobody else owns; items before their fields, as a whole. */
    private static void prune(ObjectNode merged, FieldSet unwanted, Ownership owners) {
        List<FieldPath> owned = owners.claims().values().stream()
                .flatMap(c -> c.fields().paths().stream())
                .toList();
        unwanted.paths().stream()
                .sorted(Comparator.comparingInt(p -> p.elements().size()))
                .filter(path -> owned.stream().noneMatch(other -> other.startsWith(path)))
                .filter(path -> !path.isKeyOfItem())
                .forEach(path -> path.removeFrom(merged));
    }
}
