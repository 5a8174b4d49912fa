package dev.slipway.audit.domain;

import static dev.slipway.audit.Events.START;
import static dev.slipway.audit.Events.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Binding;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceOfTruthTest {

    private final List<EventEnvelope> trail = new ArrayList<>();

    private static List<ComponentState> running(String... versions) {
        var components = new ArrayList<ComponentState>();
        for (String version : versions) {
            components.add(new ComponentState("web-" + components.size(), version, "web@" + version, true, null));
        }
        return components;
    }

    private void deployed(String version, long clock, Scope scope) {
        trail.add(deployed(version, clock, scope, null));
    }

    private static EventEnvelope deployed(String version, long clock, Scope scope, @Nullable Long claim) {
        return said(
                version,
                clock,
                new DeploymentSucceeded("production", scope, running(version), Duration.ofSeconds(1), claim));
    }

    private static RollbackCompleted backTo(List<ComponentState> components, @Nullable Long claim) {
        return new RollbackCompleted("production", components, Duration.ofSeconds(1), claim);
    }

    private void approved(String version, long clock, String person, ApprovalGiven.Verdict verdict) {
        trail.add(said(
                version,
                clock,
                new ApprovalGiven("production", verdict, person, List.of(), new Binding(List.of(), "r"), null, null),
                Actor.person(person)));
    }

    private static Environment production(
            String version, @Nullable String release, Instant since, @Nullable String by, String... versions) {
        return new Environment("shop", "production", version, release, since, by, running(versions));
    }

    @Test
    void aFullDeploymentIsWhatRuns() {
        approved("v1", 1, "ada", ApprovalGiven.Verdict.APPROVED);
        approved("v1", 2, "eve", ApprovalGiven.Verdict.REFUSED);
        deployed("v1", 3, Scope.FULL);

        assertThat(SourceOfTruth.of(trail))
                .containsExactly(production("v1", "shop-v1", START.plusSeconds(3), "ada", "v1"));
    }

    /** The instance that said the second had a clock that was behind. */
    @Test
    void whatAReleaseSaysLaterCountsLaterWhateverTheTime() {
        trail.add(deployed("v1", 9, Scope.FULL, 1L));
        trail.add(at(START.plusSeconds(2), said("v1", 10, backTo(running("v0"), 1L))));

        assertThat(SourceOfTruth.of(trail)).extracting(Environment::version).containsExactly("v0");
    }

    /** Its instance's clock is behind by more than it took, and its own count is lower. */
    @Test
    void theReleaseThatClaimedTheEnvironmentLaterCountsLaterWhateverTheTime() {
        trail.add(deployed("v1", 30, Scope.FULL, 1L));
        trail.add(at(START.plusSeconds(16), deployed("v2", 20, Scope.FULL, 2L)));

        assertThat(SourceOfTruth.of(trail))
                .containsExactly(production("v2", "shop-v2", START.plusSeconds(16), null, "v2"));
    }

    @Test
    void whatIsTakenBackUnderALaterClaimIsWhatRuns() {
        trail.add(deployed("v1", 1, Scope.FULL, 1L));
        trail.add(deployed("v2", 30, Scope.FULL, 2L));
        trail.add(at(START.plusSeconds(5), said("v2", 31, backTo(running("v1"), 3L))));

        assertThat(SourceOfTruth.of(trail))
                .containsExactly(production("v1", "shop-v1", START.plusSeconds(5), null, "v1"));
    }

    @Test
    void whatWasSaidBeforeThereWereClaimsCountsBeforeByTime() {
        trail.add(deployed("v3", 2, Scope.FULL, 1L));
        deployed("v2", 30, Scope.FULL);
        deployed("v1", 20, Scope.FULL);
        trail.add(said("v3", 3, backTo(running("v2"), 1L)));

        assertThat(SourceOfTruth.of(trail))
                .containsExactly(production("v2", "shop-v2", START.plusSeconds(3), null, "v2"));
    }

    @Test
    void theClaimsOfEachEnvironmentAreItsOwn() {
        trail.add(deployed("v1", 1, Scope.FULL, 7L));
        trail.add(said(
                "v2", 2, new DeploymentSucceeded("staging", Scope.FULL, running("v2"), Duration.ofSeconds(1), 1L)));

        assertThat(SourceOfTruth.of(trail)).extracting(Environment::version).containsExactly("v1", "v2");
    }

    private static EventEnvelope at(Instant time, EventEnvelope of) {
        return new EventEnvelope(
                of.id(),
                of.source(),
                of.release(),
                of.application(),
                of.version(),
                of.stage(),
                of.clock(),
                of.causation(),
                of.actor(),
                time,
                of.traceparent(),
                of.event());
    }

    @Test
    void aCanaryIsNotWhatRuns() {
        deployed("v1", 1, Scope.FULL);
        deployed("v2", 2, Scope.CANARY);

        assertThat(SourceOfTruth.of(trail))
                .containsExactly(production("v1", "shop-v1", START.plusSeconds(1), null, "v1"));
    }

    @Test
    void aCanaryThatIsTakenBackChangesNothing() {
        deployed("v1", 1, Scope.FULL);
        deployed("v2", 2, Scope.CANARY);
        trail.add(said("v2", 3, backTo(running("v1"), null)));

        assertThat(SourceOfTruth.of(trail))
                .containsExactly(production("v1", "shop-v1", START.plusSeconds(1), null, "v1"));
    }

    @Test
    void aReleaseThatIsTakenBackGivesWayToTheOneBefore() {
        approved("v1", 1, "ada", ApprovalGiven.Verdict.APPROVED);
        deployed("v1", 2, Scope.FULL);
        deployed("v2", 3, Scope.FULL);
        trail.add(said("v2", 4, backTo(running("v1"), null)));

        assertThat(SourceOfTruth.of(trail))
                .containsExactly(production("v1", "shop-v1", START.plusSeconds(4), "ada", "v1"));
    }

    @Test
    void whatRanBeforeTheTrailBeganHasNoRelease() {
        deployed("v2", 1, Scope.CANARY);
        trail.add(said("v2", 2, backTo(running("v1"), null)));

        assertThat(SourceOfTruth.of(trail)).containsExactly(production("v1", null, START.plusSeconds(2), null, "v1"));
    }

    @Test
    void aRollbackThatFailedHalfWayLeavesTwoVersions() {
        deployed("v1", 1, Scope.FULL);
        deployed("v2", 2, Scope.FULL);
        trail.add(said("v2", 3, new RollbackFailed("production", "web-1 is stuck", running("v1", "v2"), null)));

        assertThat(SourceOfTruth.of(trail))
                .containsExactly(production("v1, v2", null, START.plusSeconds(3), null, "v1", "v2"));
    }

    @Test
    void aRollbackBeforeAnythingWasDeployedChangesNothing() {
        deployed("v1", 1, Scope.FULL);
        trail.add(said("v2", 2, backTo(List.of(), null)));

        assertThat(SourceOfTruth.of(trail))
                .containsExactly(production("v1", "shop-v1", START.plusSeconds(1), null, "v1"));
    }

    @Test
    void theOrderOfReadingDoesNotMatter() {
        approved("v1", 1, "ada", ApprovalGiven.Verdict.APPROVED);
        deployed("v1", 2, Scope.FULL);
        deployed("v2", 3, Scope.FULL);
        trail.add(said("v2", 4, backTo(running("v1"), null)));
        trail.add(deployed("v3", 5, Scope.FULL, 8L));
        trail.add(at(START, deployed("v4", 6, Scope.FULL, 9L)));
        List<Environment> truth = SourceOfTruth.of(trail);

        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(trail, new Random(seed));
            assertThat(SourceOfTruth.of(trail)).isEqualTo(truth);
        }
    }
}
