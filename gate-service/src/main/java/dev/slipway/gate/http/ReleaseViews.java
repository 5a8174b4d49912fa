package dev.slipway.gate.http;

import dev.slipway.events.Artifact;
import dev.slipway.events.CanaryStep;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.GateCheck;
import dev.slipway.events.GatePhase;
import dev.slipway.events.GatePlan;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.StagePlan;
import dev.slipway.gate.domain.Dossier;
import dev.slipway.gate.domain.GateStatus;
import dev.slipway.gate.domain.Phase;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.Request;
import dev.slipway.gate.domain.StageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the API's view of a release from its state; pure. */
final class ReleaseViews {
    private ReleaseViews() {}

    static ReleaseView of(Release release) {
        return switch (release) {
            case Release.Unknown unknown ->
                throw new IllegalStateException("nobody has asked for release " + unknown.id() + ", so it has no view");
            case Release.AwaitingArtifacts awaiting ->
                view(
                        awaiting.request(),
                        "awaiting-artifacts",
                        null,
                        waiting(awaiting.request(), 0),
                        null,
                        awaiting.artifacts(),
                        null,
                        null,
                        null);
            case Release.InStage at ->
                view(
                        at.dossier().request(),
                        "in-progress",
                        plan(at).name(),
                        stages(at.dossier(), at),
                        canary(at),
                        at.dossier().artifacts(),
                        null,
                        null,
                        null);
            case Release.RollingBack back ->
                view(
                        back.dossier().request(),
                        "rolling-back",
                        back.stage(),
                        ended(back.dossier(), back.stage(), back.startedAt()),
                        null,
                        back.dossier().artifacts(),
                        new ReleaseView.RollbackView(
                                back.trigger().cause().label(),
                                back.trigger().detail(),
                                back.trigger().to(),
                                back.startedAt(),
                                null,
                                List.of()),
                        null,
                        null);
            case Release.Completed completed ->
                view(
                        completed.dossier().request(),
                        "completed",
                        null,
                        done(completed.dossier()).toList(),
                        null,
                        completed.dossier().artifacts(),
                        null,
                        "completed",
                        null);
            case Release.Stopped stopped ->
                view(
                        stopped.dossier().request(),
                        "stopped",
                        failedStage(stopped),
                        ended(stopped.dossier(), failedStage(stopped), stopped.at()),
                        null,
                        stopped.dossier().artifacts(),
                        rollback(stopped.rollback()),
                        stopped.outcome().label(),
                        stopped.detail());
        };
    }

    private static ReleaseView view(
            Request request,
            String status,
            @Nullable String stage,
            List<ReleaseView.StageView> stages,
            ReleaseView.@Nullable CanaryView canary,
            List<Artifact> artifacts,
            ReleaseView.@Nullable RollbackView rollback,
            @Nullable String outcome,
            @Nullable String detail) {
        return new ReleaseView(
                ReleaseId.of(request.application(), request.version()).value(),
                request.application(),
                request.version().text(),
                request.type().label(),
                request.commit(),
                request.requestedBy().name(),
                request.requestedAt(),
                status,
                stage,
                stages,
                canary,
                artifacts,
                rollback,
                outcome,
                detail);
    }

    private static ReleaseView.@Nullable RollbackView rollback(Release.@Nullable TakenBack back) {
        return back == null
                ? null
                : new ReleaseView.RollbackView(
                        back.trigger().cause().label(),
                        back.trigger().detail(),
                        back.trigger().to(),
                        back.startedAt(),
                        back.endedAt(),
                        back.components());
    }

    private static StagePlan plan(Release.InStage at) {
        return at.dossier().request().plan().stages().get(at.stage());
    }

    private static Stream<ReleaseView.StageView> done(Dossier dossier) {
        return dossier.stages().stream()
                .map(record -> new ReleaseView.StageView(
                        record.name(),
                        environment(dossier.request().plan().stage(record.name())),
                        "done",
                        record.startedAt(),
                        record.endedAt(),
                        gates(record.gates()),
                        null));
    }

    private static List<ReleaseView.StageView> stages(Dossier dossier, Release.InStage at) {
        List<ReleaseView.StageView> views = new ArrayList<>(done(dossier).toList());
        StagePlan stage = plan(at);
        String status =
                switch (at.phase()) {
                    case Phase.Entry _ -> "gates";
                    case Phase.Deploying _ -> "deploying";
                    case Phase.OnCanary _ -> "canary";
                    case Phase.Verifying _ -> "verifying";
                };
        views.add(new ReleaseView.StageView(
                stage.name(),
                environment(stage),
                status,
                at.startedAt(),
                null,
                Stream.concat(gates(at.gates()).stream(), notAskedYet(stage, at.gates()))
                        .toList(),
                soakUntil(stage, at.phase())));
        views.addAll(waiting(dossier.request(), at.stage() + 1));
        return views;
    }

    /** Gates of the verification while the release is not there yet. */
    private static Stream<ReleaseView.GateView> notAskedYet(StagePlan stage, List<GateStatus> asked) {
        boolean verifying = asked.stream().anyMatch(gate -> gate.phase() == GatePhase.VERIFICATION);
        return verifying
                ? Stream.of()
                : stage.verification().stream()
                        .map(gate -> new ReleaseView.GateView(
                                gate.name(), GatePhase.VERIFICATION.label(), "pending", "after the deployment"));
    }

    private static List<ReleaseView.StageView> waiting(Request request, int from) {
        List<StagePlan> stages = request.plan().stages();
        return stages.subList(from, stages.size()).stream()
                .map(stage -> new ReleaseView.StageView(
                        stage.name(), environment(stage), "waiting", null, null, List.of(), null))
                .toList();
    }

    /** Those behind it, the one in which it ended, and those that it never came to. */
    private static List<ReleaseView.StageView> ended(Dossier dossier, @Nullable String failed, Instant at) {
        List<ReleaseView.StageView> views = new ArrayList<>();
        for (StagePlan plan : dossier.request().plan().stages()) {
            Optional<StageRecord> record = dossier.stages().stream()
                    .filter(one -> one.name().equals(plan.name()))
                    .findFirst();
            boolean here = plan.name().equals(failed);
            views.add(new ReleaseView.StageView(
                    plan.name(),
                    environment(plan),
                    here ? "failed" : record.isPresent() ? "done" : "waiting",
                    record.map(StageRecord::startedAt).orElse(null),
                    here ? at : record.map(StageRecord::endedAt).orElse(null),
                    record.map(one -> gates(one.gates())).orElse(List.of()),
                    null));
        }
        return views;
    }

    /** The stage that was taken back, or else the one that it was in last; null where it never came to any. */
    private static @Nullable String failedStage(Release.Stopped stopped) {
        Release.TakenBack back = stopped.rollback();
        if (back != null) {
            return back.stage();
        }
        List<StageRecord> stages = stopped.dossier().stages();
        return stages.isEmpty() ? null : stages.getLast().name();
    }

    private static @Nullable String environment(StagePlan stage) {
        EnvironmentPlan environment = stage.environment();
        return environment == null ? null : environment.name();
    }

    private static List<ReleaseView.GateView> gates(List<GateStatus> gates) {
        return gates.stream()
                .map(gate -> new ReleaseView.GateView(
                        gate.name(), gate.phase().label(), gate.status().label(), gate.why()))
                .toList();
    }

    private static @Nullable Instant soakUntil(StagePlan stage, Phase phase) {
        if (!(phase instanceof Phase.Verifying verifying)) {
            return null;
        }
        return stage.verification().stream()
                .map(GatePlan::check)
                .filter(GateCheck.Soak.class::isInstance)
                .map(GateCheck.Soak.class::cast)
                .map(soak -> verifying.since().plus(soak.duration()))
                .findFirst()
                .orElse(null);
    }

    private static ReleaseView.@Nullable CanaryView canary(Release.InStage at) {
        if (!(at.phase() instanceof Phase.OnCanary canary)
                || !(plan(at).rollout() instanceof RolloutPlan.Canary rollout)) {
            return null;
        }
        List<CanaryStep> steps = rollout.steps();
        Instant since = canary.stepSince();
        return new ReleaseView.CanaryView(
                canary.weight(),
                canary.step(),
                steps.size(),
                since == null || canary.step() >= steps.size()
                        ? null
                        : since.plus(steps.get(canary.step()).hold()),
                canary.paused(),
                canary.metrics());
    }
}
