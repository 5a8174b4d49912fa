package dev.slipway.gate.domain;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Refusal;
import dev.slipway.decision.Said;
import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Artifact;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.StagePlan;
import dev.slipway.events.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a release: what it does next when something happens. A row for every state and every signal. */
public final class ReleasePolicy {
    /** The field of a release's view that says why a request does not fit it. */
    static final String STATUS = "status";

    private final ConditionCheck conditions;

    public ReleasePolicy(ConditionCheck conditions) {
        this.conditions = conditions;
    }

    public Decision<Release> decide(Release release, Signal signal, Instant now) {
        return switch (release) {
            case Release.Unknown unknown -> unknown(unknown, signal, now);
            case Release.AwaitingArtifacts awaiting -> awaiting(awaiting, signal, now);
            case Release.InStage at -> new InStagePolicy(conditions, at, now).decide(signal);
            case Release.RollingBack back -> rollingBack(back, signal, now);
            case Release.Completed completed -> completed(completed, signal, now);
            case Release.Stopped stopped -> stopped(stopped, signal, now);
        };
    }

    private Decision<Release> unknown(Release.Unknown unknown, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested(Request request, var artifacts, var evidence) ->
                accept(request, request.artifacts(artifacts, List.of()), evidence, now);
            case Signal.Spoken _, Signal.AbortAsked _, Signal.RollbackAsked _ ->
                Decision.refuse(Refusal.notFound(
                                "unknown-release",
                                "no release '" + unknown.id() + "'",
                                "list the releases for their ids")
                        .about("release", unknown.id()));
            case Signal.ArtifactsKnown _, Signal.EvidenceArrived _, Signal.TimeReached _ ->
                Decision.ignore("nobody has asked for this release");
            case Signal.Deployed _,
                    Signal.DeploymentBroke _,
                    Signal.Shifted _,
                    Signal.Measured _,
                    Signal.Paused _,
                    Signal.Resumed _,
                    Signal.WatchedWell _,
                    Signal.RollbackBegan _,
                    Signal.RolledBack _,
                    Signal.RollbackBroke _ -> Decision.ignore("not a release of this gate-service");
        };
    }

    private Decision<Release> accept(Request request, List<Artifact> artifacts, List<Evidence> evidence, Instant now) {
        if (!request.missing(artifacts).isEmpty()) {
            return Decision.become(new Release.AwaitingArtifacts(request, artifacts, evidence), null);
        }
        Dossier dossier = new Dossier(request, artifacts, List.of(), List.of(), List.of());
        for (Evidence report : evidence) {
            dossier = report.addsTo(dossier.evidence()) ? dossier.with(report) : dossier;
        }
        Advance advance = new Advance(conditions, now)
                .saying(Said.of(new ReleaseRequested(
                                request.type(),
                                request.commit(),
                                artifacts,
                                request.plan(),
                                request.trigger(),
                                request.reason()))
                        .by(request.requestedBy()));
        dossier.evidence()
                .forEach(report -> advance.saying(Said.of(report.recorded()).by(report.reportedBy())));
        return advance.enter(dossier, 0);
    }

    private Decision<Release> awaiting(Release.AwaitingArtifacts awaiting, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested requested -> again(requested, awaiting.request());
            case Signal.ArtifactsKnown(String commit, var reported) -> built(awaiting, commit, reported, now);
            case Signal.EvidenceArrived(Evidence report) ->
                awaiting.request().isOf(report.commit()) && report.addsTo(awaiting.evidence())
                        ? Decision.become(
                                new Release.AwaitingArtifacts(
                                        awaiting.request(), awaiting.artifacts(), report.among(awaiting.evidence())),
                                null)
                        : Decision.ignore("evidence as good of " + report.slot() + " is known, or of another commit");
            case Signal.AbortAsked(String person, String reason) -> {
                Dossier dossier = new Dossier(
                        awaiting.request(), awaiting.artifacts(), awaiting.evidence(), List.of(), List.of());
                yield new Advance(conditions, now)
                        .stop(
                                dossier,
                                ReleaseStopped.Outcome.ABORTED,
                                "aborted by " + person + ": " + reason,
                                Actor.person(person));
            }
            case Signal.Spoken _, Signal.RollbackAsked _ ->
                Decision.refuse(Refusal.conflict(
                                "awaiting-artifacts",
                                "it is not known yet what was built of every component",
                                "report the artifacts of commit "
                                        + awaiting.request().commit())
                        .about(STATUS, "awaiting-artifacts"));
            case Signal.Deployed _,
                    Signal.DeploymentBroke _,
                    Signal.Shifted _,
                    Signal.Measured _,
                    Signal.Paused _,
                    Signal.Resumed _,
                    Signal.WatchedWell _,
                    Signal.RollbackBegan _,
                    Signal.RolledBack _,
                    Signal.RollbackBroke _,
                    Signal.TimeReached _ -> Decision.ignore("nothing was let in anywhere yet");
        };
    }

    private Decision<Release> built(
            Release.AwaitingArtifacts awaiting, String commit, List<Artifact> reported, Instant now) {
        Request request = awaiting.request();
        if (!request.isOf(commit)) {
            return Decision.ignore("built of another commit: " + commit);
        }
        List<Artifact> known = request.artifacts(awaiting.artifacts(), reported);
        return request.missing(known).isEmpty()
                ? accept(request, known, awaiting.evidence(), now)
                : Decision.ignore("artifacts are still missing of " + request.missing(known));
    }

    /** Two triggers of one version are one release; a person is told. */
    static Decision<Release> again(Signal.Requested requested, Request first) {
        return requested.request().trigger().equals(Request.MANUAL)
                ? Decision.refuse(exists(first, requested.request().version()))
                : Decision.ignore("this version was requested already");
    }

    /** @param asked the version as it was asked for now, which may be spelt otherwise than at first */
    public static Refusal exists(Request first, Version asked) {
        return Refusal.conflict(
                        "version-exists",
                        "version " + first.version() + " of " + first.application() + " was requested by "
                                + first.requestedBy().name() + " at " + first.requestedAt(),
                        "request a new version; a version stands for one content for good")
                .about("version", asked);
    }

    private Decision<Release> rollingBack(Release.RollingBack back, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested requested -> again(requested, back.dossier().request());
            case Signal.RolledBack(String stage, var _)
            when !stage.equals(back.stage()) -> Decision.ignore("stage " + stage + " was taken back before");
            case Signal.RolledBack _
            when back.next() instanceof Release.Next(var stage, var trigger) ->
                Decision.become(
                        new Release.RollingBack(back.dossier(), stage, trigger, now, back.outcome(), null),
                        null,
                        Said.of(trigger, stage));
            case Signal.RolledBack(String _, var components) -> {
                String detail =
                        back.trigger().cause().label() + ": " + back.trigger().detail();
                yield Decision.become(
                        new Release.Stopped(
                                back.dossier(),
                                now,
                                back.outcome(),
                                detail,
                                new Release.TakenBack(back.stage(), back.trigger(), back.startedAt(), now, components)),
                        null,
                        Said.of(new ReleaseStopped(back.outcome(), detail)));
            }
            case Signal.RollbackBroke(String _, String detail, var components) ->
                Decision.become(
                        new Release.Stopped(
                                back.dossier(),
                                now,
                                ReleaseStopped.Outcome.FAILED,
                                "rollback failed: " + detail,
                                new Release.TakenBack(back.stage(), back.trigger(), back.startedAt(), now, components)),
                        null,
                        Said.of(new ReleaseStopped(ReleaseStopped.Outcome.FAILED, "rollback failed: " + detail)));
            case Signal.Spoken spoken ->
                Approvals.refuse(back.dossier(), spoken, back.stage(), decided("rolling-back", "is being rolled back"));
            case Signal.AbortAsked _, Signal.RollbackAsked _ ->
                Decision.refuse(
                        Refusal.conflict("rolling-back", "the release is being rolled back already", "watch its status")
                                .about(STATUS, "rolling-back"));
            case Signal.ArtifactsKnown _,
                    Signal.EvidenceArrived _,
                    Signal.Deployed _,
                    Signal.DeploymentBroke _,
                    Signal.Shifted _,
                    Signal.Measured _,
                    Signal.Paused _,
                    Signal.Resumed _,
                    Signal.WatchedWell _,
                    Signal.RollbackBegan _,
                    Signal.TimeReached _ -> Decision.ignore("it is being rolled back, whatever else happens");
        };
    }

    private Decision<Release> completed(Release.Completed completed, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested requested ->
                again(requested, completed.dossier().request());
            case Signal.RollbackAsked asked ->
                takeBack(completed.dossier(), asked, lastDeployed(completed.dossier(), asked.environment()), now);
            case Signal.Spoken spoken ->
                Approvals.refuse(
                        completed.dossier(),
                        spoken,
                        lastStage(completed.dossier()),
                        decided("completed", "is completed"));
            case Signal.AbortAsked _ ->
                Decision.refuse(Refusal.conflict(
                                "completed", "the release is completed", "roll it back where it is to be taken back")
                        .about(STATUS, "completed"));
            case Signal.RollbackBegan(String stage, RollbackTriggered trigger) ->
                Decision.become(
                        new Release.RollingBack(
                                completed.dossier(), stage, trigger, now, ReleaseStopped.Outcome.ROLLED_BACK, null),
                        null);
            case Signal.RolledBack _, Signal.RollbackBroke _ -> Decision.early("what triggered the rollback");
            case Signal.ArtifactsKnown _,
                    Signal.EvidenceArrived _,
                    Signal.Deployed _,
                    Signal.DeploymentBroke _,
                    Signal.Shifted _,
                    Signal.Measured _,
                    Signal.Paused _,
                    Signal.Resumed _,
                    Signal.WatchedWell _,
                    Signal.TimeReached _ -> Decision.ignore("the release is completed");
        };
    }

    private Decision<Release> takeBack(
            Dossier dossier, Signal.RollbackAsked asked, @Nullable StagePlan stage, Instant now) {
        if (stage == null) {
            return Decision.refuse(unknownEnvironment(dossier, asked.environment()));
        }
        return new Advance(conditions, now)
                .rollBack(
                        dossier,
                        stage,
                        RollbackTriggered.Cause.PERSON,
                        asked.person() + ": " + asked.reason(),
                        asked.to(),
                        ReleaseStopped.Outcome.ROLLED_BACK,
                        Actor.person(asked.person()));
    }

    static Refusal unknownEnvironment(Dossier dossier, @Nullable String environment) {
        return Refusal.invalid(
                        "unknown-environment",
                        "the release was never in environment " + environment,
                        "give one of " + environments(dossier))
                .about("environment", environment);
    }

    private static List<String> environments(Dossier dossier) {
        return dossier.request().plan().stages().stream()
                .map(StagePlan::environment)
                .filter(environment -> environment != null)
                .map(environment -> environment.name())
                .distinct()
                .toList();
    }

    /** The last stage that deploys, or the one into that environment. */
    static @Nullable StagePlan lastDeployed(Dossier dossier, @Nullable String environment) {
        return dossier.request().plan().stages().reversed().stream()
                .filter(stage -> stage.environment() != null
                        && (environment == null || stage.environment().name().equals(environment)))
                .findFirst()
                .orElse(null);
    }

    private static String lastStage(Dossier dossier) {
        return dossier.request().plan().stages().getLast().name();
    }

    private static Approvals.Word.Refused decided(String status, String what) {
        return new Approvals.Word.Refused(
                "",
                ApprovalGiven.Refusal.ALREADY_DECIDED,
                STATUS,
                status,
                "the release " + what,
                "nothing is left to approve");
    }

    private Decision<Release> stopped(Release.Stopped stopped, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested requested ->
                again(requested, stopped.dossier().request());
            case Signal.Spoken spoken ->
                Approvals.refuse(
                        stopped.dossier(),
                        spoken,
                        lastStage(stopped.dossier()),
                        decided("stopped", "has stopped: " + stopped.outcome().label()));
            case Signal.RollbackAsked asked
            when stopped.isStillThere() ->
                takeBack(stopped.dossier(), asked, lastDeployed(stopped.dossier(), asked.environment()), now);
            case Signal.AbortAsked _, Signal.RollbackAsked _ ->
                Decision.refuse(Refusal.conflict(
                                "stopped",
                                "the release has stopped: " + stopped.outcome().label() + ", " + stopped.detail(),
                                "roll back the release that runs now instead")
                        .about(STATUS, "stopped"));
            case Signal.ArtifactsKnown _,
                    Signal.EvidenceArrived _,
                    Signal.Deployed _,
                    Signal.DeploymentBroke _,
                    Signal.Shifted _,
                    Signal.Measured _,
                    Signal.Paused _,
                    Signal.Resumed _,
                    Signal.WatchedWell _,
                    Signal.RollbackBegan _,
                    Signal.RolledBack _,
                    Signal.RollbackBroke _,
                    Signal.TimeReached _ -> Decision.ignore("the release has stopped");
        };
    }
}
