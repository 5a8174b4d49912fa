package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Fields that somebody owns: leaves, and the items of keyed lists. */
record FieldSet(Set<FieldPath> paths) {
    static final FieldSet NONE = new FieldSet(Set.of());

    /** What says which object it is belongs to nobody. */
    private static final Set<String> IDENTITY = Set.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "managedFields",
            "selfLink",
            "generateName",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    /** Every field that an object sets. */
    static FieldSet of(ObjectNode object) {
        Set<FieldPath> paths = new LinkedHashSet<>();
        for (var field : object.properties()) {
            switch (field.getKey()) {
                case "apiVersion", "kind" -> {}
                case "metadata" -> {
                    FieldPath metadata = FieldPath.ROOT.field("metadata");
                    for (var entry : field.getValue().properties()) {
                        if (!IDENTITY.contains(entry.getKey())) {
                            collect(entry.getValue(), metadata.field(entry.getKey()), paths);
                        }
                    }
                }
                default -> collect(field.getValue(), FieldPath.ROOT.field(field.getKey()), paths);
            }
        }
        return new FieldSet(paths);
    }

    private static void collect(JsonNode value, FieldPath at, Set<FieldPath> paths) {
        if (value.isNull()) {
            return;
        }
        if (value.isObject() && !value.isEmpty() && (at.isItem() || !at.isAtomicMap())) {
            value.properties().forEach(e -> collect(e.getValue(), at.field(e.getKey()), paths));
            return;
        }
        if (value.isArray() && !value.isEmpty() && !(at.listKind() instanceof ListKind.Atomic)) {
            for (JsonNode item : value) {
                FieldPath path = at.then(FieldPath.elementOf(at.listKind(), item));
                paths.add(path);
                if (item.isObject()) {
                    collect(item, path, paths);
                }
            }
            return;
        }
        paths.add(at);
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    FieldSet filter(Predicate<FieldPath> keep) {
        return new FieldSet(paths.stream().filter(keep).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    FieldSet without(FieldSet other) {
        return filter(path -> !other.paths.contains(path));
    }

    FieldSet and(FieldSet other) {
        Set<FieldPath> all = new LinkedHashSet<>(paths);
        all.addAll(other.paths);
        return new FieldSet(all);
    }

    /** As {@code fieldsV1}: a tree of elements; "." marks an item that is owned itself. */
    ObjectNode toFieldsV1() {
        ObjectNode root = Json.object();
        for (FieldPath path : paths) {
            ObjectNode at = root;
            for (String element : path.elements()) {
                JsonNode next = at.get(element);
                at = next instanceof ObjectNode object ? object : at.putObject(element);
            }
            if (path.isItem()) {
                at.putObject(".");
            }
        }
        return root;
    }

    static FieldSet fromFieldsV1(JsonNode fields) {
        Set<FieldPath> paths = new LinkedHashSet<>();
        read(fields, FieldPath.ROOT, paths);
        return new FieldSet(paths);
    }

    private static void read(JsonNode fields, FieldPath at, Set<FieldPath> paths) {
        if (fields.isEmpty() && !at.elements().isEmpty()) {
            paths.add(at);
        }
        for (var entry : fields.properties()) {
            if (entry.getKey().equals(".")) {
                paths.add(at);
            } else {
                read(entry.getValue(), at.then(entry.getKey()), paths);
            }
        }
    }
}
