package dev.slipway.gate.pipeline;

import dev.slipway.events.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code components} and {@code environments}. */
final class ComponentSection {
    private static final Set<String> PLANNED = Set.of("compose", "ecs", "vercel", "mlflow", "migration", "webhook");

    private ComponentSection() {}

    static List<Component> components(Value section) {
        List<Component> components = new ArrayList<>();
        section.named("api: {image: registry.example/api}")
                .forEach((name, value) -> components.add(component(name, value)));
        if (components.isEmpty() && section.isMapping()) {
            section.problem("there is no component", "add one, like api: {image: registry.example/api}");
        }
        return components;
    }

    private static Component component(String name, Value value) {
        try (Fields fields = value.fields("{image: registry.example/" + name + "}")) {
            fields.optional("kind", "kubernetes", ComponentSection::kind);
            String image = fields.required(
                    "image", "registry.example/" + name, "?", v -> repository(v, "registry.example/" + name));
            String deployment = fields.optional("deployment", name, v -> v.name(name));
            String container = fields.optional("container", deployment, v -> v.name(name));
            String service = fields.optional("service", deployment, v -> v.name(name));
            String route = fields.optional("route", null, v -> v.name(name));
            Metrics metrics = fields.optional("metrics", Metrics.USUAL, ComponentSection::metrics);
            return new Component(
                    name,
                    image,
                    new Target.Kubernetes(deployment, container, service, route, metrics.port(), metrics.path()));
        }
    }

    private static String kind(Value value) {
        String kind = value.text("kubernetes");
        if (PLANNED.contains(kind)) {
            value.problem("the kind '" + kind + "' is not supported yet", "use kubernetes");
        } else if (!kind.equals("kubernetes")) {
            value.problem("the kind '" + kind + "' is not known", "use kubernetes");
        }
        return kind;
    }

    private static String repository(Value value, String example) {
        String image = value.text(example);
        if (image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/')) {
            value.problem(
                    "'" + image + "' has a tag or a digest, which each release brings with it",
                    "write the repository alone, like " + example);
        }
        return image;
    }

    private record Metrics(int port, String path) {
        static final Metrics USUAL = new Metrics(8080, "/metrics");
    }

    private static Metrics metrics(Value value) {
        try (Fields fields = value.fields("{port: 8080, path: /metrics}")) {
            return new Metrics(
                    fields.optional("port", Metrics.USUAL.port(), v -> v.integer(1, 65_535, "8080")),
                    fields.optional("path", Metrics.USUAL.path(), ComponentSection::metricsPath));
        }
    }

    private static String metricsPath(Value value) {
        String path = value.text("/metrics");
        if (!path.startsWith("/")) {
            value.problem("'" + path + "' does not begin with /", "write it like /metrics");
        }
        return path;
    }

    static Environment environment(String name, Value value) {
        try (Fields fields = value.fields("{namespace: shop-" + name + "}")) {
            String namespace = fields.required("namespace", "shop-" + name, "?", v -> v.name("shop-" + name));
            Map<String, Value> variables =
                    fields.optional("variables", Map.of(), v -> v.named("url: https://" + name + ".example"));
            Map<String, String> texts = new java.util.HashMap<>();
            variables.forEach((key, text) -> texts.put(key, text.text("https://" + name + ".example")));
            return new Environment(name, namespace, texts);
        }
    }
}
