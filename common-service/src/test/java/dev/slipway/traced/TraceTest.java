package dev.slipway.traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.security.Credentials;
import dev.slipway.service.trace.TraceContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a request's header over events and outside work to the last event, and in the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TraceTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TraceContext CALLER =
            new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1);

    @SuppressWarnings("NullAway.Init") // before all tests
    private EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init") // before all tests
    private EmbeddedStore store;

    @SuppressWarnings("NullAway.Init") // before all tests
    private ConfigurableApplicationContext service;

    @SuppressWarnings("NullAway.Init") // before all tests
    private KafkaConsumer<String, byte[]> consumer;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Map<EventId, EventEnvelope> said = new LinkedHashMap<>(); // one may come twice

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path credentials = folder.resolve("credentials.json");
        Files.writeString(
                credentials,
                "{\"credentials\": [{\"name\": \"ann\", \"roles\": [], \"sha256\": \"%s\"}]}"
                        .formatted(Credentials.hash("token")));
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        store = EmbeddedStore.inMemory();
        service = new SpringApplicationBuilder(TracedService.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "slipway.service=traced-service",
                        "slipway.mongodb.database=slipway_traced",
                        "slipway.mongodb.uri=" + store.uri(),
                        "slipway.kafka.partitions=1",
                        "slipway.kafka.bootstrap=" + broker.bootstrapServers(),
                        "slipway.security.credentials-file=" + credentials)
                .run();
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition("WatchPassed", 0), new TopicPartition("ReleaseCompleted", 0)));
        lines.start();
        root().addAppender(lines);
        transitions().setLevel(Level.INFO);
    }

    @AfterAll
    void stop() {
        transitions().setLevel(null);
        root().detachAppender(lines);
        consumer.close();
        service.close();
        store.close();
        broker.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static Logger transitions() {
        return (Logger) LoggerFactory.getLogger("dev.slipway.service.aggregate");
    }

    private int post(String release, String token, Map<String, String> headers) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                            + service.getEnvironment().getRequiredProperty("local.server.port") + "/v1/courses/"
                            + release))
                    .header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.noBody());
            headers.forEach(request::header);
            return HttpClient.newHttpClient()
                    .send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The steps of the traces of what was said of a release, once all is said. */
    private List<TraceContext> stepsOf(String release) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            consumer.poll(Duration.ofMillis(50)).forEach(message -> {
                                if (new EventCodec("").decode(message) instanceof Decoded.Read(var envelope)) {
                                    said.put(envelope.id(), envelope);
                                }
                            });
                            return said.values().stream()
                                    .filter(envelope ->
                                            envelope.release().value().equals(release))
                                    .map(envelope -> TraceContext.parse(envelope.traceparent())
                                            .orElseThrow())
                                    .toList();
                        },
                        steps -> steps.size() == 2);
    }

    @Test
    void theCallersTraceGoesThroughEventsAndWork() {
        assertThat(post("shop-v1", "token", Map.of("traceparent", CALLER.toString())))
                .isEqualTo(200);

        List<TraceContext> steps = stepsOf("shop-v1");
        assertThat(steps).extracting(TraceContext::traceId).containsOnly(CALLER.traceId());
        assertThat(steps)
                .extracting(TraceContext::spanId)
                .doesNotContain(CALLER.spanId())
                .doesNotHaveDuplicates();
        await().untilAsserted(() -> assertThat(List.copyOf(lines.list))
                .filteredOn(line -> line.getMessage().equals("transition"))
                .filteredOn(line -> value(line, "release").equals("shop-v1"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap()).containsEntry("trace", CALLER.traceId())));
    }

    /** As the image writes it, or as {@code LOGGING_STRUCTURED_FORMAT_CONSOLE} says; a key that is there twice is refused. */
    @ParameterizedTest
    @ValueSource(strings = {"logstash", "ecs", "gelf"})
    void aTransitionIsOneLineOfJsonWithItsReleaseAndItsTrace(String format) {
        String release = "shop-" + format;
        assertThat(post(release, "token", Map.of("traceparent", CALLER.toString())))
                .isEqualTo(200);
        stepsOf(release);

        await().untilAsserted(() -> assertThat(List.copyOf(lines.list))
                .filteredOn(line -> line.getMessage().equals("transition"))
                .filteredOn(line -> value(line, "release").equals(release))
                .hasSize(3));
        List<String> written = List.copyOf(lines.list).stream()
                .filter(line -> line.getMessage().equals("transition"))
                .filter(line -> value(line, "release").equals(release))
                .map(line -> new String(encoder(format).encode(line), StandardCharsets.UTF_8))
                .toList();

        assertThat(written).allSatisfy(text -> {
            assertThat(text).endsWith("\n").doesNotContain("\n{");
            JsonNode line = STRICT.readTree(text);
            String prefix = format.equals("gelf") ? "_" : "";
            assertThat(line.path(prefix + "release").asString("")).isEqualTo(release);
            assertThat(line.path(prefix + "trace").asString("")).isEqualTo(CALLER.traceId());
            assertThat(line.path(prefix + "aggregate").asString("")).isEqualTo(release);
            assertThat(line.has(prefix + "state")).isTrue();
        });
    }

    private static StructuredLogEncoder encoder(String format) {
        var context = new LoggerContext();
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("spring.application.name", "traced-service")));
        context.putObject(Environment.class.getName(), environment);
        var encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        return encoder;
    }

    @Test
    void aRequestWithoutATraceBeginsOne() {
        assertThat(post("shop-v2", "token", Map.of())).isEqualTo(200);
        assertThat(post("shop-v3", "token", Map.of("traceparent", "nonsense"))).isEqualTo(200);

        TraceContext second = stepsOf("shop-v2").getLast();
        TraceContext third = stepsOf("shop-v3").getLast();
        assertThat(second.traceId()).isNotEqualTo(third.traceId());
        assertThat(stepsOf("shop-v2")).extracting(TraceContext::traceId).containsOnly(second.traceId());
    }

    @Test
    void aRefusalIsLoggedWithTheCallersTrace() {
        assertThat(post("shop-v4", "another", Map.of("traceparent", CALLER.toString())))
                .isEqualTo(401);

        await().untilAsserted(() -> assertThat(List.copyOf(lines.list))
                .filteredOn(line -> line.getMessage().startsWith("refused a request"))
                .singleElement()
                .satisfies(line -> assertThat(line.getMDCPropertyMap()).containsEntry("trace", CALLER.traceId())));
    }

    private static String value(ILoggingEvent line, String key) {
        return line.getKeyValuePairs().stream()
                .filter(pair -> pair.key.equals(key))
                .map(pair -> Objects.toString(pair.value))
                .findFirst()
                .orElse("");
    }
}
