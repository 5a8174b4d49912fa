package dev.slipway.gate.http;

import static dev.slipway.gate.domain.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.GatePhase;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.codec.Json;
import dev.slipway.gate.domain.Dossier;
import dev.slipway.gate.domain.Examples;
import dev.slipway.gate.domain.GateStatus;
import dev.slipway.gate.domain.Phase;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.StageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the API shows of each state, byte for byte: programs read it. */
class ReleaseViewsTest {
    private static final GateStatus PASSED =
            new GateStatus("unit-tests", GatePhase.ENTRY, GateStatus.Status.PASSED, "tests.failed is 0");
    private static final StageRecord CHECKS = new StageRecord("checks", NOON, NOON.plusSeconds(1), List.of(PASSED));
    private static final StageRecord PRODUCTION =
            new StageRecord("production", NOON.plusSeconds(9), NOON.plusSeconds(20), List.of());

    private static Dossier dossier(StageRecord... stages) {
        return new Dossier(Examples.request(), Examples.ARTIFACTS, List.of(), List.of(), List.of(stages));
    }

    private static Map<String, Release> states() {
        return Map.of(
                "awaiting-artifacts",
                new Release.AwaitingArtifacts(Examples.request(), Examples.ARTIFACTS.subList(0, 1), List.of()),
                "gates",
                Examples.checks(),
                "soaking",
                new Release.InStage(
                        dossier(CHECKS), 1, NOON, new Phase.Verifying(NOON.plusSeconds(2), true, List.of()), List.of()),
                "canary",
                Examples.production(new Phase.OnCanary(
                        NOON, 10, 0, NOON.plusSeconds(5), "person: let me look", List.of(Examples.METRIC))),
                "rolling-back",
                new Release.RollingBack(
                        dossier(CHECKS, PRODUCTION),
                        "production",
                        Examples.trigger(),
                        NOON.plusSeconds(20),
                        ReleaseStopped.Outcome.ROLLED_BACK,
                        null),
                "completed",
                new Release.Completed(dossier(CHECKS, PRODUCTION), NOON.plusSeconds(30)),
                "stopped-at-a-gate",
                new Release.Stopped(
                        dossier(CHECKS), NOON.plusSeconds(1), ReleaseStopped.Outcome.REJECTED, "rejected by sam", null),
                "taken-back",
                new Release.Stopped(
                        dossier(CHECKS, PRODUCTION),
                        NOON.plusSeconds(22),
                        ReleaseStopped.Outcome.ROLLED_BACK,
                        "metric: error-rate is 0.05, max 0.01",
                        new Release.TakenBack(
                                "production",
                                Examples.trigger(),
                                NOON.plusSeconds(20),
                                NOON.plusSeconds(22),
                                List.of(Examples.running("web", "v1.2.2")))));
    }

    static Stream<String> names() {
        return states().keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aViewIsAsItsGoldenFile(String name) throws IOException {
        String view = Json.write(ReleaseViews.of(Objects.requireNonNull(states().get(name))));

        assertThat(pretty(view)).isEqualTo(golden(name));
    }

    private static String pretty(String json) {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(Json.read(json, JsonNode.class)) + "\n";
    }

    private static String golden(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ReleaseViewsTest.class.getResourceAsStream("/views/" + name + ".json"), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
