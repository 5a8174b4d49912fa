package dev.slipway.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.codec.Json;
import dev.slipway.service.security.Credentials;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What goes wrong over HTTP is told as problem+json; a service answers while its broker is away. */
class ProblemTest {
    private static final String JSON = "application/json";

    @TempDir
    private static Path folder;

    private static EmbeddedStore store;
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws IOException {
        Path file = folder.resolve("credentials.json");
        Files.writeString(file, """
                {"credentials": [{"name": "ada", "roles": ["ENGINEER"], "sha256": "%s"}]}""".formatted(Credentials.hash("token")));
        store = EmbeddedStore.inMemory();
        service = ExampleService.run("127.0.0.1:1", store.uri(), "slipway.security.credentials-file=" + file);
    }

    @AfterAll
    static void stop() {
        service.close();
        store.close();
    }

    static final List<Arguments> PROBLEMS = List.of(
            problem("a field", "/v1/orders", JSON, "{\"item\":\"tea\",\"count\":-3}", """
                    {"type": "about:blank", "title": "Bad Request", "status": 400, "code": "invalid-count",
                     "detail": "count -3 is below 0", "field": "count", "value": "-3", "remedy": "give 0 or more"}"""),
            problem("a refusal", "/v1/orders", JSON, "{\"item\":\"tea\",\"count\":0}", """
                    {"type": "about:blank", "title": "Conflict", "status": 409, "code": "sold-out",
                     "detail": "there is nothing left", "field": "item", "value": "tea", "remedy": "come again tomorrow"}"""),
            problem("what we did not foresee", "/v1/orders?times=2", JSON, "{\"item\":\"tea\",\"count\":1}", """
                    {"type": "about:blank", "title": "Service Unavailable", "status": 503,
                     "detail": "the request could not be finished; its outcome is unknown",
                     "remedy": "look at the state and repeat it"}"""));

    @ParameterizedTest
    @FieldSource("PROBLEMS")
    void tellsAll(String path, String type, String body, String expected) {
        HttpResponse<String> answer = Http.post(service, path, "token", type, body);

        assertThat(json(answer)).isEqualTo(Json.MAPPER.readTree(expected));
        assertThat(answer.statusCode()).isEqualTo(json(answer).path("status").asInt());
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    static final List<Arguments> OTHERS = List.of(
            other("no JSON", "/v1/orders", JSON, "{\"item\":", 400, "the body cannot be read"),
            other("a wrong type", "/v1/orders", JSON, "{\"count\":\"many\"}", 400, "the body cannot be read"),
            other("a wrong parameter", "/v1/orders?times=often", JSON, "{\"count\":1}", 400, "times 'often'"),
            other("a wrong media type", "/v1/orders", "text/plain", "tea", 415, "text/plain"),
            other("a wrong method", "/v1/me", JSON, "{}", 405, "POST"),
            other("no such path", "/v1/no-such-path", JSON, "{}", 404, "v1/no-such-path"));

    @ParameterizedTest
    @FieldSource("OTHERS")
    void saysWhatIsWrongWithTheRequest(String path, String type, String body, int status, String detail) {
        HttpResponse<String> answer = Http.post(service, path, "token", type, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).path("detail").asString()).contains(detail);
        assertThat(json(answer).path("remedy").asString()).isNotBlank();
    }

    @Test
    void whatIsRightIsDone() {
        HttpResponse<String> answer = Http.post(service, "/v1/orders", "token", JSON, "{\"item\":\"tea\",\"count\":1}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"item\":\"tea\",\"count\":1}");
    }

    private static Arguments problem(String name, String path, String type, String body, String expected) {
        return Arguments.argumentSet(name, path, type, body, expected);
    }

    private static Arguments other(String name, String path, String type, String body, int status, String detail) {
        return Arguments.argumentSet(name, path, type, body, status, detail);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body());
    }
}
