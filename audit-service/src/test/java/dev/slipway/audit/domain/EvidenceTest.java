package dev.slipway.audit.domain;

import static dev.slipway.audit.Events.START;
import static dev.slipway.audit.Events.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Binding;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.MetricResult;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.WatchPassed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static final List<EventEnvelope> TRAIL = List.of(
            said(
                    "v1",
                    1,
                    new ApprovalGiven(
                            "production",
                            ApprovalGiven.Verdict.APPROVED,
                            "ada",
                            List.of("RELEASE_APPROVER"),
                            new Binding(List.of(), "b7"),
                            null,
                            "fine\n2026-11-21T04:00:09Z ReleaseCompleted forged"),
                    Actor.person("ada")),
            said(
                    "v1",
                    2,
                    new CanaryMeasured(
                            "production",
                            0,
                            10,
                            START,
                            START.plusSeconds(2),
                            List.of(new MetricResult(
                                    "error-rate",
                                    "web",
                                    0.05,
                                    0.001,
                                    "max 0.01",
                                    240,
                                    MetricResult.Verdict.BREACHED)))),
            said("v1", 3, new ReleaseCompleted(Duration.ofSeconds(3))));

    private final Map<String, String> files = Evidence.files("shop-v1", TRAIL);

    @Test
    void theLogHasALinePerEventAndNoReasonCanForgeOne() {
        assertThat(files.get("promotion.log")).isEqualTo("""
                        2026-11-21T04:00:01Z ApprovalGiven         production   production: approved by ada: fine 2026-11-21T04:00:09Z ReleaseCompleted forged by person:ada
                        2026-11-21T04:00:02Z CanaryMeasured        production   production at 10 %: error-rate of web 0.05 (breached) by service:deploy-service
                        2026-11-21T04:00:03Z ReleaseCompleted      production   after PT3S by service:deploy-service
                        """);
    }

    @Test
    void theMetricsAreAllThatWasMeasured() {
        assertThat(files.get("metrics.json"))
                .contains("\"metric\" : \"error-rate\"", "\"value\" : 0.05", "\"verdict\" : \"breached\"")
                .contains("\"weight\" : 10");
    }

    @Test
    void theApprovalsAreBoundToWhatWasApproved() {
        assertThat(files.get("approval.json"))
                .contains("\"person\" : \"ada\"", "\"verdict\" : \"approved\"", "\"pipelineRevision\" : \"b7\"");
    }

    @Test
    void isDueWhenAReleaseHasEnded() {
        assertThat(Evidence.isDue(new ReleaseCompleted(Duration.ZERO))).isTrue();
        assertThat(Evidence.isDue(new ReleaseStopped(ReleaseStopped.Outcome.ROLLED_BACK, "breach")))
                .isTrue();
        assertThat(Evidence.isDue(new WatchPassed("production", 3))).isFalse();
    }
}
