package dev.slipway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.context.ConfigurableApplicationContext;

/** What CI sends: files as the tools wrote them, and CDEvents however they are wrapped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CiApiTest {
    private static final String TYPE = "dev.cdevents.testsuiterun.finished.0.2.0";
    private static final String EVENT = """
            {"context": {"version": "0.4.1", "id": "1", "source": "/ci", "type": "dev.cdevents.testsuiterun.finished.0.2.0",
                         "timestamp": "2020-01-21T12:00:00Z"},
             "subject": {"id": "run-1", "content": {"outcome": "success"}},
             "customData": {"application": "shop", "commit": "abcdef1"}}
            """;

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
        assertThat(api.put(
                                "ops",
                                "/v1/pipelines",
                                GateServiceTest.pipeline(),
                                Map.of("Content-Type", "application/yaml"))
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    void stop() {
        service.close();
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "surefire.xml, application/xml, tests, junit, tests.total",
        "jacoco.xml, application/xml, coverage, jacoco, coverage.line",
        "cobertura.xml, text/xml, coverage, cobertura, coverage.line",
        "trivy.sarif, application/sarif+json, security, sarif, scan.critical",
        "k6.json, application/json, load, json, load.",
        "surefire.xml, application/octet-stream, tests, junit, tests.failed"
    })
    void aFileIsSeenForWhatItIsWhateverItIsSentAs(String file, String type, String kind, String format, String fact)
            throws IOException {
        Api.Answer answer = api.put(
                "ci",
                "/v1/applications/shop/commits/1234567/evidence/" + kind,
                file(file),
                Map.of("Content-Type", type));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text("format")).isEqualTo(format);
        assertThat(answer.json().path("facts").propertyNames()).anyMatch(name -> name.startsWith(fact));
    }

    static final List<Arguments> HOSTILE = List.of(
            argumentSet("broken off", "<testsuite tests=\"1\"><testcase", "line 1, column 31: not well-formed XML"),
            argumentSet(
                    "a file of the server's",
                    "<!DOCTYPE t [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><testsuite><testcase>&e;</testcase></testsuite>",
                    "the entity &e; is not one of XML's own five"),
            argumentSet(
                    "a billion laughs",
                    "<!DOCTYPE t [<!ENTITY a \"ha\"><!ENTITY b \"" + "&a;".repeat(10) + "\"><!ENTITY c \""
                            + "&b;".repeat(10) + "\">]><testsuite>&c;</testsuite>",
                    "the entity &c; is not one of XML's own five"),
            argumentSet(
                    "deep nesting",
                    "<testsuite>".repeat(4_000) + "</testsuite>".repeat(4_000),
                    "elements are nested deeper than"),
            argumentSet("something else", "<html/>", "the root element is <html>: expected <testsuites>"));

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void brokenAndHostileXmlIsRefusedWithItsPlaceAndNothingOfItCounts(String xml, String detail) {
        String evidence = "/v1/applications/shop/commits/bad1bad/evidence/tests";

        Api.Answer answer = api.put("ci", evidence, xml, Map.of("Content-Type", "application/xml"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("code")).isEqualTo("unreadable-report");
        assertThat(answer.text("detail")).startsWith("line 1, column ").contains(detail);
        assertThat(answer.text("remedy")).startsWith("send the file as the tool wrote it");
        assertThat(api.put("ci", evidence + "?part=good", "<testsuite tests=\"1\"/>", Map.of())
                        .json()
                        .path("parts")
                        .toString())
                .isEqualTo("[\"good\"]");
    }

    @Test
    void aHundredMegabytesAreRefusedWithAnAnswerAndNotKeptInMemory() throws Exception {
        byte[] much = "<testcase name=\"again\"/>".repeat(40_000).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(world.url(service) + "/v1/applications/shop/commits/bad1bad/evidence/tests"))
                .header("Authorization", "Bearer ci-token")
                .PUT(HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString("<testsuite>"),
                        HttpRequest.BodyPublishers.ofByteArrays(Collections.nCopies(100, much))))
                .build();

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("\"code\":\"too-large\"", "100000 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, false, ",
        "application/cdevents+json, false, ",
        "application/json, false, dev.cdevents.testsuiterun.finished.0.2.0",
        "application/cloudevents+json, true, ",
        "application/cloudevents+json; charset=utf-8, true, "
    })
    void aCdEventMeansTheSameHoweverItIsWrapped(String contentType, boolean structured, String ceType) {
        String body = structured
                ? "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/ci\", \"type\": \"" + TYPE
                        + "\", \"data\": " + EVENT + "}"
                : EVENT;
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", contentType));
        if (ceType != null) {
            headers.putAll(Map.of("ce-specversion", "1.0", "ce-id", "1", "ce-source", "/ci", "ce-type", ceType));
        }

        Api.Answer answer = api.send("ci", "POST", "/v1/cdevents", body, headers);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().path("facts").toString())
                .isEqualTo("{\"testsuite.outcome\":\"success\",\"testsuite.passed\":true}");
    }

    @Test
    void aHeaderThatContradictsTheEventIsRefused() {
        Api.Answer answer = api.send(
                "ci",
                "POST",
                "/v1/cdevents",
                EVENT,
                Map.of("Content-Type", "application/json", "ce-type", "dev.cdevents.change.merged.0.2.0"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("code")).isEqualTo("invalid-type");
    }

    private static String file(String name) throws IOException {
        try (var file = Objects.requireNonNull(CiApiTest.class.getResourceAsStream("/evidence/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
