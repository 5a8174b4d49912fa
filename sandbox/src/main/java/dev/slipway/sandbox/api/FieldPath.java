package dev.slipway.sandbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The way to a field, an item of a keyed list or a value of a set, with elements as managedFields writes them:
 * {@code f:spec}, {@code f:containers}, <code>k:{"name":"web"}</code>, {@code f:image}.
 */
record FieldPath(List<String> elements) {
    static final String FIELD = "f:";
    static final String KEY = "k:";
    static final String VALUE = "v:";
    static final FieldPath ROOT = new FieldPath(List.of());

    FieldPath {
        elements = List.copyOf(elements);
    }

    FieldPath then(String element) {
        return new FieldPath(
                Stream.concat(elements.stream(), Stream.of(element)).toList());
    }

    FieldPath field(String name) {
        return then(FIELD + name);
    }

    /** The names of the fields on the way, without the keys of items. */
    List<String> fieldNames() {
        return elements.stream()
                .filter(e -> e.startsWith(FIELD))
                .map(e -> e.substring(FIELD.length()))
                .toList();
    }

    /** Whether it ends at a keyed item or a value of a set rather than at a field. */
    boolean isItem() {
        return !elements.isEmpty() && !elements.getLast().startsWith(FIELD);
    }

    boolean startsWith(FieldPath other) {
        return elements.size() >= other.elements.size()
                && elements.subList(0, other.elements.size()).equals(other.elements);
    }

    /** Whether it is a field that its item is known by, and stays as long as the item does. */
    boolean isKeyOfItem() {
        return elements.size() > 1
                && parent().isItem()
                && parent().parent().listKind() instanceof ListKind.Keyed keyed
                && keyed.fields().contains(elements.getLast().substring(FIELD.length()));
    }

    FieldPath parent() {
        return new FieldPath(elements.subList(0, elements.size() - 1));
    }

    ListKind listKind() {
        List<String> names = fieldNames();
        return ListKind.of(names.subList(0, names.size() - 1), names.getLast());
    }

    boolean isAtomicMap() {
        List<String> names = fieldNames();
        return ListKind.isAtomicMap(names.subList(0, names.size() - 1), names.getLast());
    }

    Optional<JsonNode> in(JsonNode root) {
        JsonNode at = root;
        FieldPath walked = ROOT;
        for (String element : elements) {
            Optional<JsonNode> next = step(at, walked, element);
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
            walked = walked.then(element);
        }
        return Optional.of(at);
    }

    /** Removes what is there, and the objects and lists above that are empty without it. */
    void removeFrom(ObjectNode root) {
        if (elements.isEmpty()) {
            return;
        }
        Optional<JsonNode> container = parent().in(root);
        String last = elements.getLast();
        if (container.isEmpty()) {
            return;
        }
        switch (container.get()) {
            case ObjectNode object -> object.remove(last.substring(FIELD.length()));
            case ArrayNode array -> in(root).ifPresent(item -> removeItem(array, item));
            default -> {
                return;
            }
        }
        if (container.get().isEmpty() && !parent().isItem()) {
            parent().removeFrom(root);
        }
    }

    private static void removeItem(ArrayNode array, JsonNode item) {
        for (int i = array.size() - 1; i >= 0; i--) {
            if (array.get(i).equals(item)) {
                array.remove(i);
            }
        }
    }

    private static Optional<JsonNode> step(JsonNode at, FieldPath walked, String element) {
        if (element.startsWith(FIELD)) {
            return Optional.ofNullable(at.get(element.substring(FIELD.length())));
        }
        if (!at.isArray()) {
            return Optional.empty();
        }
        return StreamSupport.stream(at.spliterator(), false)
                .filter(item -> elementOf(walked.listKind(), item).equals(element))
                .findFirst();
    }

    static String elementOf(ListKind kind, JsonNode item) {
        return switch (kind) {
            case ListKind.Keyed keyed -> keyed.keyOf(item);
            case ListKind.Values _ -> VALUE + item;
            case ListKind.Atomic _ -> throw new IllegalStateException("the items of an atomic list have no path");
        };
    }

    /** As conflicts name it: {@code .spec.containers[name="web"].image}. */
    @Override
    public String toString() {
        return elements.stream().map(FieldPath::readable).collect(Collectors.joining());
    }

    private static String readable(String element) {
        String rest = element.substring(2);
        if (element.startsWith(FIELD)) {
            return "." + rest;
        }
        if (element.startsWith(VALUE)) {
            return "[=" + rest + "]";
        }
        List<String> keys = new ArrayList<>();
        Json.parse(rest.getBytes(UTF_8), "json").properties().forEach(e -> keys.add(e.getKey() + "=" + e.getValue()));
        return "[" + String.join(",", keys) + "]";
    }
}
