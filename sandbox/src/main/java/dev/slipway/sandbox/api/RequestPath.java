package dev.slipway.sandbox.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the path of a request addresses.
 *
 * @param name empty for a collection
 * @param subresource empty for the object itself
 * @param rest what follows the subresource, as it was sent
 */
record RequestPath(ResourceType type, String namespace, String name, String subresource, String rest) {

    /** Reads {@code /api/v1/…} and {@code /apis/GROUP/VERSION/…}; empty if it is no such path or no such type. */
    static Optional<RequestPath> parse(String raw) {
        List<String> all = Arrays.asList(raw.substring(1).split("/", -1));
        boolean core = all.getFirst().equals("api");
        int start = core ? 2 : 3;
        if (!(core || all.getFirst().equals("apis")) || all.size() <= start) {
            return Optional.empty();
        }
        String group = core ? "" : all.get(1);
        String version = all.get(start - 1);
        List<String> at = all.subList(start, all.size());
        String namespace = "";
        if (at.getFirst().equals("namespaces") && at.size() > 2 && !isNamespaceSubresource(at)) {
            namespace = decode(at.get(1));
            at = at.subList(2, at.size());
        }
        List<String> path = at;
        String in = namespace;
        return ResourceType.find(group, version, path.getFirst())
                .map(type -> new RequestPath(type, in, part(path, 1), part(path, 2), rest(path)));
    }

    private static boolean isNamespaceSubresource(List<String> at) {
        return at.size() == 3 && (at.get(2).equals("status") || at.get(2).equals("finalize"));
    }

    ObjectKey key() {
        return new ObjectKey(type, namespace, name);
    }

    private static String part(List<String> path, int index) {
        return path.size() > index ? decode(path.get(index)) : "";
    }

    private static String rest(List<String> path) {
        return path.size() > 3 ? "/" + String.join("/", path.subList(3, path.size())) : "/";
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
