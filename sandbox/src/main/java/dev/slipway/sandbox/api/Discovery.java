package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What clients ask to learn which types there are. */
final class Discovery {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private Discovery() {}

    static Optional<ObjectNode> answer(String path) {
        return switch (path.replaceAll("/+$", "")) {
            case "/version" ->
                Optional.of(Json.object()
                        .put("major", "1")
                        .put("minor", "35")
                        .put("gitVersion", "v1.35.0-slipway-sandbox")
                        .put("platform", "java"));
            case "/api" -> Optional.of(coreVersions());
            case "/apis" -> Optional.of(groups());
            default -> ofGroup(path);
        };
    }

    private static ObjectNode coreVersions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        return versions;
    }

    private static ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        var groups = list.putArray("groups");
        namedGroups().forEach(type -> groups.add(group(type)));
        return list;
    }

    private static List<ResourceType> namedGroups() {
        return ResourceType.ALL.stream()
                .filter(type -> !type.group().isEmpty())
                .collect(Collectors.toMap(ResourceType::group, t -> t, (a, _) -> a, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    private static ObjectNode group(ResourceType type) {
        ObjectNode group = Json.object().put("name", type.group());
        ObjectNode version =
                Json.object().put("groupVersion", type.apiVersion()).put("version", type.version());
        group.putArray("versions").add(version);
        group.set("preferredVersion", version);
        return group;
    }

    private static Optional<ObjectNode> ofGroup(String path) {
        String[] at = path.substring(1).split("/");
        boolean group = at.length == 2 && at[0].equals("apis");
        if (group) {
            return namedGroups().stream()
                    .filter(type -> type.group().equals(at[1]))
                    .findFirst()
                    .map(type -> group(type).put("kind", "APIGroup").put("apiVersion", "v1"));
        }
        String apiVersion = at.length == 2 && at[0].equals("api")
                ? at[1]
                : at.length == 3 && at[0].equals("apis") ? at[1] + "/" + at[2] : "";
        List<ResourceType> types = ResourceType.ALL.stream()
                .filter(type -> type.apiVersion().equals(apiVersion))
                .toList();
        return types.isEmpty() ? Optional.empty() : Optional.of(resources(apiVersion, types));
    }

    private static ObjectNode resources(String apiVersion, List<ResourceType> types) {
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", apiVersion);
        var resources = list.putArray("resources");
        for (ResourceType type : types) {
            ObjectNode resource = resources.addObject();
            describe(resource, type, type.plural(), VERBS);
            resource.put("singularName", type.kind().toLowerCase(Locale.ROOT));
            type.shortNames().forEach(resource.putArray("shortNames")::add);
            type.subresources().stream()
                    .sorted()
                    .forEach(sub -> describe(
                            resources.addObject(), type, type.plural() + "/" + sub, List.of("get", "patch", "update")));
        }
        return list;
    }

    private static void describe(ObjectNode resource, ResourceType type, String name, List<String> verbs) {
        resource.put("name", name).put("namespaced", type.namespaced()).put("kind", type.kind());
        verbs.forEach(resource.putArray("verbs")::add);
    }
}
