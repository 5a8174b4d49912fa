package dev.slipway.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.codec.Json;
import dev.slipway.service.security.Credentials;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The doors of a real service on a real port. */
class SecurityTest {
    private final Instant later = Instant.now().plusSeconds(3_600);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static EmbeddedStore store;
    private static Issuer issuer;
    private static ConfigurableApplicationContext service;
    private static int edits;

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        store = EmbeddedStore.inMemory();
        issuer = new Issuer();
        service = ExampleService.run(
                broker.bootstrapServers(),
                store.uri(),
                "slipway.security.credentials-file=" + file(),
                "slipway.security.issuer=" + issuer.uri(),
                "slipway.security.audience=" + Issuer.AUDIENCE);
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
        store.close();
        broker.close();
    }

    @BeforeEach
    void credentials() throws IOException {
        write(credential("ada", "engineer", "adas-token"), credential("bot", "CI", "bots-token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/me", "/actuator/health", "/actuator/prometheus", "/", "/no/such/path"})
    void withoutATokenEveryPathIsClosed(String path) {
        HttpResponse<String> answer = get(path, null);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(json(answer).path("code").asString()).isEqualTo("no-credential");
        assertThat(json(answer).path("remedy").asString()).contains("Authorization: Bearer");
    }

    @Test
    void aTokenThatIsNotKnownIsRefusedAndCounted() {
        double before = failures();

        HttpResponse<String> answer = get("/v1/me", "guessed");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("guessed");
        assertThat(failures()).isEqualTo(before + 1);
    }

    @Test
    void aKnownTokenIsItsNameWithItsRoles() {
        double before = failures();

        HttpResponse<String> answer = get("/v1/engineers-only", "adas-token");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(Json.MAPPER.readTree("""
                {"name": "ada", "roles": ["ENGINEER"]}"""));
        assertThat(failures()).isEqualTo(before);
    }

    @Test
    void withoutTheRoleItIsForbiddenAndTheRoleIsNamed() {
        HttpResponse<String> answer = get("/v1/engineers-only", "bots-token");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).path("code").asString()).isEqualTo("missing-role");
        assertThat(json(answer).path("detail").asString()).contains("bot", "[CI]", "ENGINEER");
        assertThat(json(answer).path("field").asString()).isEqualTo("roles");
        assertThat(json(answer).path("value").asString()).isEqualTo("CI");
    }

    @Test
    void theFileIsReadAgainWhenItChanges() throws IOException {
        assertThat(get("/v1/me", "graces-token").statusCode()).isEqualTo(401);

        write(credential("grace", "OPERATOR", "graces-token"));

        assertThat(get("/v1/me", "graces-token").statusCode()).isEqualTo(200);
        assertThat(get("/v1/me", "adas-token").statusCode()).as("revoked").isEqualTo(401);
    }

    @Test
    void aFileThatCannotBeReadLetsNobodyIn() throws IOException {
        write("this is no credential");

        assertThat(get("/v1/me", "adas-token").statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenOfTheIssuerIsItsPersonWithItsGroupsAsRoles() throws JOSEException {
        HttpResponse<String> answer =
                get("/v1/me", issuer.token("grace", List.of("release-approver", "ENGINEER"), later));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(Json.MAPPER.readTree("""
                {"name": "grace", "roles": ["ENGINEER", "RELEASE_APPROVER"]}"""));
    }

    @Test
    void tokensThatAreExpiredForgedOfAnotherIssuerOrForAnotherApplicationAreRefused() throws JOSEException {
        List<String> groups = List.of("ENGINEER");
        double before = failures();

        assertThat(List.of(
                        issuer.token("grace", groups, Instant.now().minusSeconds(3_600)),
                        issuer.forged("grace", groups, later),
                        issuer.ofAnother("grace", groups, later),
                        issuer.madeFor(List.of("shop", "slipway-2"), "grace", groups, later),
                        issuer.madeFor(List.of(), "grace", groups, later)))
                .allSatisfy(
                        token -> assertThat(get("/v1/me", token).statusCode()).isEqualTo(401));
        assertThat(failures()).isEqualTo(before + 5);
    }

    @Test
    void anIssuerWithoutAnAudienceIsRefusedAtTheStart() {
        assertThatThrownBy(() -> ExampleService.run(
                        broker.bootstrapServers(), store.uri(), "slipway.security.issuer=" + issuer.uri()))
                .hasStackTraceContaining(
                        "slipway.security.issuer is " + issuer.uri() + " and slipway.security.audience is missing")
                .hasStackTraceContaining("SLIPWAY_OIDC_AUDIENCE");
    }

    private static double failures() {
        return service.getBean(MeterRegistry.class)
                .counter("slipway.auth.failures")
                .count();
    }

    private static HttpResponse<String> get(String path, @Nullable String token) {
        return Http.get(service, path, token);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body());
    }

    private static Path file() {
        return folder.resolve("credentials.json");
    }

    private static void write(String... credentials) throws IOException {
        Files.writeString(file(), "{\"credentials\": [" + String.join(",", credentials) + "]}");
        // Edits of people are further apart than those of a test, which may fall into one tick of the file system.
        Files.setLastModifiedTime(file(), FileTime.from(Instant.EPOCH.plusSeconds(++edits)));
    }

    private static String credential(String name, String role, String token) {
        return "{\"name\": \"%s\", \"roles\": [\"%s\"], \"sha256\": \"%s\"}"
                .formatted(name, role, Credentials.hash(token));
    }
}
