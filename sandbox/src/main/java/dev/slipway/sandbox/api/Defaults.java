package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the API server fills in when a client leaves it out. */
final class Defaults {
    private Defaults() {}

    static void fill(ResourceType type, ObjectNode object) {
        ObjectNode spec = object.get("spec") instanceof ObjectNode given ? given : Json.object();
        switch (type.kind()) {
            case "Deployment" -> {
                put(spec, "replicas", 1);
                put(spec, "revisionHistoryLimit", 10);
                put(spec, "progressDeadlineSeconds", 600);
                ObjectNode strategy = spec.withObject("strategy");
                put(strategy, "type", "RollingUpdate");
                if (Json.text(strategy, "type").equals("RollingUpdate")) {
                    put(strategy.withObject("rollingUpdate"), "maxSurge", "25%");
                    put(strategy.withObject("rollingUpdate"), "maxUnavailable", "25%");
                }
                podSpec(spec.path("template").path("spec"));
            }
            case "ReplicaSet" -> {
                put(spec, "replicas", 1);
                podSpec(spec.path("template").path("spec"));
            }
            case "Job" -> {
                put(spec, "completions", 1);
                put(spec, "parallelism", 1);
                put(spec, "backoffLimit", 6);
                String uid = Json.text(Json.metadata(object), "uid");
                put(spec.withObject("selector").withObject("matchLabels"), "batch.kubernetes.io/controller-uid", uid);
                if (spec.get("template") instanceof ObjectNode template) {
                    ObjectNode labels = Json.metadata(template).withObject("labels");
                    put(labels, "batch.kubernetes.io/controller-uid", uid);
                    put(labels, "batch.kubernetes.io/job-name", Json.text(Json.metadata(object), "name"));
                    podSpec(template.path("spec"));
                }
            }
            case "Pod" -> {
                podSpec(spec);
                put(object.withObject("status"), "phase", "Pending");
            }
            case "Namespace" -> put(object.withObject("status"), "phase", "Active");
            case "Service" -> {
                put(spec, "type", "ClusterIP");
                for (JsonNode port : spec.path("ports")) {
                    put((ObjectNode) port, "protocol", "TCP");
                    if (!port.has("targetPort")) {
                        ((ObjectNode) port).set("targetPort", port.path("port"));
                    }
                }
            }
            case "HTTPRoute" -> spec.path("rules").forEach(Defaults::routeRule);
            default -> {}
        }
    }

    private static void routeRule(JsonNode rule) {
        if (rule instanceof ObjectNode given && !given.has("matches")) {
            given.putArray("matches").addObject();
        }
        for (JsonNode match : rule.path("matches")) {
            put(((ObjectNode) match).withObject("path"), "type", "PathPrefix");
            put(((ObjectNode) match).withObject("path"), "value", "/");
        }
        for (JsonNode backend : rule.path("backendRefs")) {
            put((ObjectNode) backend, "group", "");
            put((ObjectNode) backend, "kind", "Service");
            put((ObjectNode) backend, "weight", 1);
        }
    }

    private static void podSpec(JsonNode spec) {
        if (!(spec instanceof ObjectNode pod)) {
            return;
        }
        put(pod, "restartPolicy", "Always");
        put(pod, "terminationGracePeriodSeconds", 30);
        for (JsonNode container : pod.path("containers")) {
            put((ObjectNode) container, "imagePullPolicy", "IfNotPresent");
            for (JsonNode port : container.path("ports")) {
                put((ObjectNode) port, "protocol", "TCP");
            }
        }
    }

    private static void put(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    private static void put(ObjectNode object, String field, int value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }
}
