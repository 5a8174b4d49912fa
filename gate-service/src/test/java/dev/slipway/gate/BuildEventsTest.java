package dev.slipway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.ReleaseRequested;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;

/** CDEvents on the topic BuildEvents: the same as over HTTP, save that nobody is there to be answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuildEventsTest {
    private static final String FINISHED = "dev.cdevents.testsuiterun.finished.0.2.0";
    private static final String PACKAGED = "dev.cdevents.artifact.packaged.0.2.0";

    @SuppressWarnings("NullAway.Init") // before all tests
    private World world;

    @SuppressWarnings("NullAway.Init") // before all tests
    private ConfigurableApplicationContext service;

    @SuppressWarnings("NullAway.Init") // before all tests
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        world = new World(folder);
        service = world.service();
        api = world.api(service);
        assertThat(api.put("ops", "/v1/pipelines", GateServiceTest.pipeline(), Map.of())
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    void stop() {
        service.close();
        world.close();
    }

    /** How CI may put a CDEvent into a message. */
    enum Wrapping {
        BARE,
        BINARY,
        STRUCTURED,
        OUR_OWN;

        void send(World world, String type, String event) {
            switch (this) {
                case BARE -> world.build(event, Map.of());
                case BINARY ->
                    world.build(
                            event,
                            Map.of(
                                    "ce_specversion", "1.0",
                                    "ce_id", "1",
                                    "ce_source", "/ci",
                                    "ce_type", type,
                                    "content-type", "application/json"));
                case STRUCTURED ->
                    world.build(
                            "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/ci\", \"type\": \"" + type
                                    + "\", \"data\": " + event + "}",
                            Map.of("content-type", "application/cloudevents+json; charset=UTF-8"));
                case OUR_OWN ->
                    world.build("{\"cdevent\": " + event + "}", Map.of("ce_type", "dev.slipway.BuildEvents"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BARE, v1.0.0, abcdef0",
        "BINARY, v1.0.1, abcdef1",
        "STRUCTURED, v1.0.2, abcdef2",
        "OUR_OWN, v1.0.3, abcdef3"
    })
    void anEventOnTheTopicIsEvidenceHoweverItIsWrappedAndCountsOnce(Wrapping wrapping, String version, String commit) {
        String event = finished(commit, "success");
        request(version, commit);

        wrapping.send(world, FINISHED, event);
        EvidenceRecorded recorded = world.await(version, EvidenceRecorded.class, 1);
        wrapping.send(world, FINISHED, event);
        assertThat(api.post("ci", "/v1/cdevents", event).status()).isEqualTo(202);
        wrapping.send(world, FINISHED, finished(commit, "failure").replace("12:00:00", "12:00:01"));

        assertThat(recorded.facts()).containsEntry("testsuite.passed", true);
        assertThat(recorded.reportedBy()).hasToString("ci:/ci/shop");
        assertThat(world.await(version, EvidenceRecorded.class, 2).facts()).containsEntry("testsuite.passed", false);
        assertThat(world.of(version, EvidenceRecorded.class)).hasSize(2);
    }

    @Test
    void anArtifactThatIsReportedAgainDoesNotUndoTheNewerOne() {
        String commit = "bbbbbbb";
        String first = packaged(commit, "web", "1");
        String second = packaged(commit, "web", "2");

        assertThat(api.post("ci", "/v1/cdevents", first).status()).isEqualTo(202);
        assertThat(api.post("ci", "/v1/cdevents", second).status()).isEqualTo(202);
        Wrapping.BINARY.send(world, PACKAGED, first); // the same by the other way, late
        Wrapping.BINARY.send(world, PACKAGED, packaged(commit, "cart", "3"));
        assertThat(api.post("erin", "/v1/releases", """
                        {"application": "shop", "version": "v1.1.0", "commit": "%s"}""".formatted(commit)).status())
                .isEqualTo(201);

        assertThat(world.await("v1.1.0", ReleaseRequested.class, 1).artifacts())
                .extracting(artifact -> artifact.digest().value())
                .containsExactly("sha256:" + "2".repeat(64), "sha256:" + "3".repeat(64));
    }

    @Test
    void whatCannotBeUsedIsADeadLetterWithItsReasonAndTheNextIsTaken() {
        String version = "v1.2.0";
        String commit = "ccccccc";
        request(version, commit);
        String elsewhere = finished(commit, "success").replace("\"shop\"", "\"shoop\"");
        String merged = """
                {"context": {"version": "0.4.1", "id": "1", "source": "/ci/shop", "timestamp": "2020-01-21T12:00:00Z",
                             "type": "dev.cdevents.change.merged.0.2.0"}, "subject": {"id": "c-1", "content": {}},
                 "customData": {"application": "shop", "commit": "ccccccc", "version": "v2026.11.21-0a1b2c3",
                                "branch": "main"}}""";
        String future = finished(commit, "success").replace("2020-", "2999-");
        List<String> poison = List.of("not JSON", "", "[]", "{\"a\": ".repeat(600), elsewhere, merged, future);

        poison.forEach(body -> Wrapping.BARE.send(world, "", body));
        world.build(finished(commit, "success"), Map.of("ce_type", PACKAGED));
        Wrapping.BARE.send(world, FINISHED, finished(commit, "failure"));

        assertThat(world.await(version, EvidenceRecorded.class, 1).facts()).containsKey("change.merged");
        assertThat(world.await(version, EvidenceRecorded.class, 2).facts()).containsEntry("testsuite.passed", false);
        await().atMost(World.SOON).until(() -> world.deadBuilds().size() == poison.size() + 1);
        Map<String, String> reasons = world.deadBuilds();
        assertThat(reasons.get("not JSON")).startsWith("body is not JSON: ").endsWith("; send a CDEvent");
        assertThat(reasons.get("")).isEqualTo("body is empty; send a CDEvent");
        assertThat(reasons.get("[]")).isEqualTo("context.type is missing; CDEvents ask for it");
        assertThat(reasons.get(elsewhere))
                .isEqualTo(
                        "customData.application 'shoop' has no pipeline; apply its pipeline first, or correct the name");
        assertThat(reasons.get(merged)).contains("version 'v2026.11.21-0a1b2c3'", "give a SemVer, like v1.2.3");
        assertThat(reasons.get(future)).contains("context.timestamp '2999-01-21T12:00:00Z' is in the future");
        assertThat(reasons.get(finished(commit, "success"))).contains("is the CloudEvent's");
    }

    @Test
    void aStoreThatIsAwayIsWaitedForAndNothingIsLost() {
        String version = "v1.3.0";
        String commit = "ddddddd";
        request(version, commit);

        world.withoutStore(() -> {
            Wrapping.BINARY.send(world, FINISHED, finished(commit, "failure"));
            await().atMost(World.SOON)
                    .until(() ->
                            api.get("erin", "/actuator/health").text("status").equals("DOWN"));
        });

        assertThat(world.await(version, EvidenceRecorded.class, 1).facts()).containsEntry("testsuite.passed", false);
    }

    private void request(String version, String commit) {
        Api.Answer answer = api.post("erin", "/v1/releases", GateServiceTest.requestBody(version, commit));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static String finished(String commit, String outcome) {
        return """
                {"context": {"version": "0.4.1", "id": "1", "source": "/ci/shop", "timestamp": "2020-01-21T12:00:00Z",
                             "type": "%s"},
                 "subject": {"id": "run-1", "content": {"outcome": "%s"}},
                 "customData": {"application": "shop", "commit": "%s"}}""".formatted(FINISHED, outcome, commit);
    }

    private static String packaged(String commit, String component, String digit) {
        return """
                {"context": {"version": "0.4.1", "id": "1", "source": "/ci/shop", "timestamp": "2020-01-21T12:00:00Z",
                             "type": "%s"},
                 "subject": {"id": "pkg:oci/%s@sha256:%s?repository_url=registry.example/shop/%s", "content": {}},
                 "customData": {"application": "shop", "commit": "%s"}}""".formatted(PACKAGED, component, digit.repeat(64), component, commit);
    }
}
