package dev.slipway.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.codec.Json;
import dev.slipway.service.security.Credentials;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Health says what is gone, and that it is back. */
class HealthTest {
    @TempDir
    private Path folder;

    @Test
    void namesWhatIsGone() throws IOException {
        Path credentials = folder.resolve("credentials.json");
        Files.writeString(
                credentials,
                "{\"credentials\": [{\"name\": \"ann\", \"roles\": [], \"sha256\": \"%s\"}]}"
                        .formatted(Credentials.hash("token")));
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        EmbeddedStore store = EmbeddedStore.start(folder.resolve("store"), 0);
        int brokerPort = Integer.parseInt(
                broker.bootstrapServers().substring(broker.bootstrapServers().lastIndexOf(':') + 1));
        int storePort = Integer.parseInt(store.uri().substring(store.uri().lastIndexOf(':') + 1));
        try (ConfigurableApplicationContext service = ExampleService.run(
                broker.bootstrapServers(), store.uri(), "slipway.security.credentials-file=" + credentials)) {
            awaitHealth(service, 200, "UP", "");

            store.close();
            awaitHealth(service, 503, "DOWN", "the store takes no writes");

            store = EmbeddedStore.start(folder.resolve("store"), storePort);
            awaitHealth(service, 200, "UP", "");

            broker.close();
            awaitHealth(service, 503, "DOWN", "the broker does not answer");

            broker = EmbeddedBroker.start(folder.resolve("kafka"), brokerPort);
            awaitHealth(service, 200, "UP", "");
        } finally {
            store.close();
            broker.close();
        }
    }

    private static void awaitHealth(
            ConfigurableApplicationContext service, int httpStatus, String status, String cause) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            for (String path : List.of("/actuator/health", "/actuator/health/readiness")) {
                HttpResponse<String> answer = Http.get(service, path, "token");
                JsonNode slipway =
                        Json.MAPPER.readTree(answer.body()).path("components").path("slipway");
                assertThat(answer.statusCode()).as(path).isEqualTo(httpStatus);
                assertThat(slipway.path("status").asString()).as(path).isEqualTo(status);
                assertThat(slipway.path("details").toString()).as(path).contains(cause);
            }
        });
    }
}
