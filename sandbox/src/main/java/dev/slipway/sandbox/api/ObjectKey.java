package dev.slipway.sandbox.api;

/** Where an object is kept; the namespace of a cluster-wide object is empty. */
public record ObjectKey(ResourceType type, String namespace, String name) {

    /** Sorts by type, namespace and name, so that a list is a range of keys. */
    String path() {
        return prefix(type, namespace) + name;
    }

    static String prefix(ResourceType type, String namespace) {
        String all = type.qualifiedName() + "/";
        return namespace.isEmpty() && type.namespaced() ? all : all + namespace + "/";
    }
}
