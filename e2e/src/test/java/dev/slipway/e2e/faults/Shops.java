package dev.slipway.e2e.faults;

import dev.slipway.events.codec.Json;
import dev.slipway.sandbox.load.LoadGenerator;
import dev.slipway.sandbox.node.ImageBehaviour;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/** Applications of one component each, with their users; and their CI and approver, who try again until they are answered. */
final class Shops implements AutoCloseable {
    static final Duration SOAK = Duration.ofSeconds(1);
    static final Duration HOLD = Duration.ofSeconds(2);
    static final String FIRST = "v1.0.0";

    /** A second, of each application's users: some five meet a canary while it is held. */
    private static final double REQUESTS = 5;

    static final List<String> STAGES = List.of("staging", "production");
    static final String COMPONENT = "web";
    /** What the team wants to know of each release. */
    static final List<String> TOLD = List.of("ReleaseRequested", "ReleaseCompleted", "ReleaseStopped");

    /** Above what may take its time by design: a component to become ready, or a poll that holds up its group, five minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private static final String PIPELINE = """
            apiVersion: slipway.dev/v1
            application: NAME
            components:
              web: {image: registry.example/NAME/web, route: web}
            environments:
              staging: {namespace: NAME-staging}
              production: {namespace: NAME-production}
            gates:
              ci: {when: "ci.passed == true"}
              approval: {approval: {roles: [RELEASE_APPROVER], count: 1, expires: 6h}}
            stages:
              - {name: staging, environment: staging, gates: [ci], soak: 1s}
              - name: production
                environment: production
                gates: [approval]
                rollout:
                  canary:
                    steps: [{weight: 50, hold: 2s}]
                    interval: 500ms
                    minSamples: 1
                    metrics: {error-rate: {max: 5%, onBreach: rollback}}
            rollback: {strategy: immediate}
            notify:
            """;

    private final Landscape landscape;
    private final List<String> names;
    private final Map<String, String> first;
    private final LoadGenerator users;
    private final Set<String> requested = ConcurrentHashMap.newKeySet();

    private Shops(Landscape landscape, List<String> names, Map<String, String> first, LoadGenerator users) {
        this.landscape = landscape;
        this.names = names;
        this.first = Map.copyOf(first);
        this.users = users;
    }

    /** In a landscape that is well; the first version of each serves when this returns. */
    static Shops open(Landscape landscape, List<String> names) throws IOException {
        List<URI> urls = new ArrayList<>();
        Map<String, String> first = new HashMap<>();
        for (String name : names) {
            String digest = push(landscape, name, ImageBehaviour.healthy(FIRST));
            first.put(name, image(name) + "@" + digest);
            for (String stage : STAGES) {
                install(landscape, name, name + "-" + stage, digest);
            }
            urls.add(URI.create(landscape.cluster().gatewayUrl() + "/" + name + "-production/"));
            HttpResponse<String> applied =
                    landscape.call(Service.GATE, "PUT", "/v1/pipelines?file=" + name, pipeline(name), Landscape.TOKEN);
            if (applied.statusCode() != 200) {
                throw new IllegalStateException(applied.body());
            }
        }
        return new Shops(landscape, names, first, LoadGenerator.start(urls, 4, REQUESTS * names.size()));
    }

    private static String pipeline(String name) {
        return PIPELINE.replace("NAME", name)
                + TOLD.stream()
                        .map(event -> "  " + event + ": \"webhook:" + Landscape.TEAM + "\"\n")
                        .collect(Collectors.joining());
    }

    private static String push(Landscape landscape, String name, ImageBehaviour behaviour) {
        return landscape.cluster().registry().push(image(name), behaviour.version(), behaviour);
    }

    private static String image(String name) {
        return "registry.example/" + name + "/web";
    }

    private static void install(Landscape landscape, String name, String namespace, String digest) {
        var client = landscape.cluster().client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .serverSideApply();
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("web")
                        .withLabels(Map.of("app.kubernetes.io/version", FIRST))
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .withNewSelector()
                        .withMatchLabels(Map.of("app", "web"))
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(Map.of("app", "web", "app.kubernetes.io/version", FIRST))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("web")
                        .withImage(image(name) + "@" + digest)
                        .addNewPort()
                        .withName("http")
                        .withContainerPort(8080)
                        .endPort()
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .serverSideApply();
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("web")
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(Map.of("app", "web"))
                        .addNewPort()
                        .withName("http")
                        .withPort(80)
                        .withTargetPort(new IntOrString("http"))
                        .endPort()
                        .endSpec()
                        .build())
                .serverSideApply();
        client.resource(new HTTPRouteBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("web")
                        .endMetadata()
                        .withNewSpec()
                        .addNewParentRef()
                        .withName("sandbox")
                        .endParentRef()
                        .addNewRule()
                        .addNewMatch()
                        .withNewPath()
                        .withType("PathPrefix")
                        .withValue("/" + namespace)
                        .endPath()
                        .endMatch()
                        .addNewBackendRef()
                        .withName("web")
                        .withPort(80)
                        .withWeight(100)
                        .endBackendRef()
                        .endRule()
                        .endSpec()
                        .build())
                .serverSideApply();
        client.apps().deployments().inNamespace(namespace).withName("web").waitUntilReady(60, TimeUnit.SECONDS);
    }

    List<String> names() {
        return names;
    }

    /** None of its users gets an answer that is any good: however few meet it, it must not get through. */
    static ImageBehaviour bad(String version) {
        return ImageBehaviour.healthy(version).withErrorRate(1);
    }

    /** What an application had before Slipway, by its digest. */
    String firstImage(String name) {
        return Objects.requireNonNull(first.get(name));
    }

    /** Those that somebody was told are accepted. */
    Set<String> requested() {
        return new HashSet<>(requested);
    }

    /** CI reports and asks for the release, again and again until it has an answer; answers the release's id. */
    String request(String name, ImageBehaviour behaviour) {
        String version = behaviour.version();
        String commit = commit(name + "-" + version);
        String digest = push(landscape, name, behaviour);
        insist(
                "PUT",
                "/v1/applications/%s/commits/%s/evidence/ci".formatted(name, commit),
                "{\"passed\": true}",
                Landscape.TOKEN,
                200);
        insist(
                "POST",
                "/v1/releases",
                Json.write(Map.of(
                        "application",
                        name,
                        "version",
                        version,
                        "commit",
                        commit,
                        "artifacts",
                        List.of(Map.of(
                                "component", "web", "reference", image(name) + ":" + version, "digest", digest)))),
                Landscape.TOKEN,
                201,
                409);
        String id = name + "-" + version;
        requested.add(id);
        return id;
    }

    private static String commit(String release) {
        return "%08x".formatted(release.hashCode());
    }

    /** CI has run once more, and asks once only whether that is taken. */
    void reportAgain(String release) {
        try {
            landscape.call(
                    Service.GATE,
                    "PUT",
                    "/v1/applications/%s/commits/%s/evidence/ci"
                            .formatted(release.substring(0, release.lastIndexOf("-v")), commit(release)),
                    "{\"passed\": true, \"again\": true}",
                    Landscape.TOKEN);
        } catch (IOException _) {
            // what it would say cannot be said now: it need not answer
        }
    }

    /** Approves and resumes where that is asked for, and waits until the release is so. */
    JsonNode follow(String id, Predicate<JsonNode> until) {
        try {
            return Awaitility.await(id)
                    .atMost(PATIENCE)
                    .pollInterval(LOOK_AGAIN)
                    .until(() -> look(id), until);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(id + " does not go on: " + Findings.of(landscape, id), e);
        }
    }

    private JsonNode look(String id) {
        try {
            HttpResponse<String> answer = landscape.get(Service.GATE, "/v1/releases/" + id);
            if (answer.statusCode() != 200) {
                return Json.MAPPER.createObjectNode();
            }
            JsonNode view = Json.MAPPER.readTree(answer.body());
            if (isAt(view, "production", "gates")) {
                landscape.call(
                        Service.GATE,
                        "POST",
                        "/v1/releases/" + id + "/approvals",
                        "{\"verdict\": \"approve\"}",
                        Landscape.TOKEN + "-approver");
            }
            if (view.path("canary")
                    .hasNonNull("paused")) { // no data for a while: it is for people to say that it is back
                landscape.call(
                        Service.CANARY,
                        "POST",
                        "/v1/canaries/" + id + "/resume",
                        "{\"reason\": \"data is back\"}",
                        Landscape.TOKEN);
            }
            return view;
        } catch (IOException _) {
            return Json.MAPPER.createObjectNode(); // the next look may find it
        }
    }

    static boolean isAt(JsonNode view, String stage, String status) {
        for (JsonNode one : view.path("stages")) {
            if (one.path("name").asString().equals(stage)
                    && one.path("status").asString().equals(status)) {
                return true;
            }
        }
        return false;
    }

    static boolean hasEnded(JsonNode view) {
        return Set.of("completed", "stopped").contains(view.path("status").asString(""));
    }

    private void insist(String method, String path, String body, String token, Integer... accepted) {
        Awaitility.await(method + " " + path)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK_AGAIN)
                .until(() -> {
                    try {
                        HttpResponse<String> answer = landscape.call(Service.GATE, method, path, body, token);
                        if (answer.statusCode() >= 400
                                && answer.statusCode() < 500
                                && !List.of(accepted).contains(answer.statusCode())) {
                            throw new IllegalStateException(answer.body());
                        }
                        return List.of(accepted).contains(answer.statusCode());
                    } catch (IOException _) {
                        return false;
                    }
                });
    }

    @Override
    public void close() {
        users.close();
    }
}
