package dev.slipway.gate.application;

import dev.slipway.decision.Refusal;
import dev.slipway.events.Actor;
import dev.slipway.events.Artifact;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.Version;
import dev.slipway.gate.domain.Evidence;
import dev.slipway.gate.domain.Progress;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.ReleasePolicy;
import dev.slipway.gate.domain.Request;
import dev.slipway.gate.domain.Signal;
import dev.slipway.gate.pipeline.Component;
import dev.slipway.gate.pipeline.Pipeline;
import dev.slipway.gate.pipeline.PlanResolver;
import dev.slipway.gate.pipeline.PlanResult;
import dev.slipway.gate.pipeline.ReleaseTypes;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Incoming;
import dev.slipway.service.aggregate.Outcome;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people and CI can ask of releases. Every answer is given after the save. */
public final class Releases {
    private static final int MOST = 1_000;

    private final Aggregates<Release, Signal> releases;
    private final Aggregates<CommitReports, CommitSignal> commits;
    private final Pipelines pipelines;
    private final Clock clock;

    Releases(
            Aggregates<Release, Signal> releases,
            Aggregates<CommitReports, CommitSignal> commits,
            Pipelines pipelines,
            Clock clock) {
        this.releases = releases;
        this.commits = commits;
        this.pipelines = pipelines;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param artifacts what was built, where the asker knows; what CI reported of the commit fills the rest
     * @param type null to see from the version
     * @param trigger {@link Request#MANUAL}, {@code tag} or {@code cdevent}
     */
    public record Ask(
            String application,
            Version version,
            String commit,
            List<Artifact> artifacts,
            @Nullable ReleaseType type,
            @Nullable String reason,
            String trigger,
            Actor by) {
        public Ask {
            artifacts = List.copyOf(artifacts);
        }
    }

    /** What came of a command. */
    public sealed interface Answer {
        /** @param changed false where it was so already */
        record Done(String id, Release release, boolean changed) implements Answer {}

        record No(Refusal refusal) implements Answer {}
    }

    public Answer request(Ask ask) {
        Optional<Pipeline> pipeline = pipelines.find(ask.application());
        if (pipeline.isEmpty()) {
            return no(Refusal.notFound(
                            "unknown-application",
                            "no pipeline of application '" + ask.application() + "'; there are "
                                    + pipelines.all().stream()
                                            .map(PipelineStore.StoredPipeline::application)
                                            .toList(),
                            "apply its pipeline first, or correct the name")
                    .about("application", ask.application()));
        }
        Set<String> components =
                pipeline.get().components().stream().map(Component::name).collect(Collectors.toSet());
        for (Artifact artifact : ask.artifacts()) {
            if (!components.contains(artifact.component())) {
                return no(Refusal.invalid(
                                "unknown-component",
                                "application '" + ask.application() + "' has no component '" + artifact.component()
                                        + "'",
                                "give one of " + components.stream().sorted().toList())
                        .about("artifacts.component", artifact.component()));
            }
        }
        Optional<Answer> known = respelt(ask);
        if (known.isPresent()) {
            return known.get();
        }
        ReleaseType type = ask.type() == null ? typeOf(ask) : ask.type();
        return switch (PlanResolver.resolve(pipeline.get(), ask.version(), type, ask.commit(), ask.reason())) {
            case PlanResult.Refused refused ->
                no(Refusal.invalid(
                                "invalid-" + refused.field(),
                                refused.field() + " '" + refused.value() + "': " + refused.problem(),
                                refused.remedy())
                        .about(refused.field(), refused.value().isEmpty() ? null : refused.value()));
            case PlanResult.Resolved(Plan plan) -> accept(ask, type, plan);
        };
    }

    /** v1.2.3 and 1.2.3 are one version, whose release goes by the spelling that came first. */
    private Optional<Answer> respelt(Ask ask) {
        String id = ReleaseId.of(ask.application(), ask.version().respelt()).value();
        return find(id).map(release -> {
            Request first = ReleaseBehaviour.requestOf(release).orElseThrow();
            Refusal refusal = ReleasePolicy.exists(first, ask.version());
            return ask.trigger().equals(Request.MANUAL) ? no(refusal) : new Answer.Done(id, release, false);
        });
    }

    private Answer accept(Ask ask, ReleaseType type, Plan plan) {
        String id = ReleaseId.of(ask.application(), ask.version()).value();
        // The commit learns of the release first: what CI reports from now on is told to it, whatever crashes.
        String commit = CommitBehaviour.id(ask.application(), ask.commit());
        CommitReports known = commits.handle(commit, Incoming.command(new CommitSignal.Joined(id), null))
                .state();
        Request request = new Request(
                ask.application(),
                ask.version(),
                type,
                ask.commit(),
                plan,
                ask.by(),
                clock.instant(),
                ask.trigger(),
                ask.reason());
        return tell(id, new Signal.Requested(request, artifacts(ask.artifacts(), known), known.evidence()));
    }

    /** What the asker gave outranks what CI reported. */
    private static List<Artifact> artifacts(List<Artifact> given, CommitReports known) {
        return Stream.concat(
                        given.stream(),
                        known.artifacts().stream()
                                .filter(reported -> given.stream()
                                        .noneMatch(one -> one.component().equals(reported.component()))))
                .toList();
    }

    private ReleaseType typeOf(Ask ask) {
        Version previous = placed(ask.application(), null).stream()
                .filter(Release.Completed.class::isInstance)
                .flatMap(release -> ReleaseBehaviour.requestOf(release).stream())
                .map(Request::version)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return ReleaseTypes.of(ask.version(), previous);
    }

    /** Says something to a release. */
    public Answer tell(String id, Signal signal) {
        Outcome<Release> outcome = releases.handle(id, Incoming.command(signal, null));
        Refusal refusal = outcome.refusal();
        return refusal == null ? new Answer.Done(id, outcome.state(), outcome.changed()) : no(refusal);
    }

    /**
     * Takes back what runs in an environment: the newest release that was let into it. Where no environment is named it is
     * the last one that any release of the application has reached: whoever is in a hurry means production.
     */
    public Answer rollBack(
            String application, @Nullable String environment, @Nullable String to, String reason, Actor by) {
        return Running.in(placed(application, environment), environment)
                .map(id -> tell(id, new Signal.RollbackAsked(by.name(), environment, to, reason)))
                .orElseGet(() -> no(Refusal.conflict(
                                "nothing-to-roll-back",
                                "no release of application '" + application + "' runs "
                                        + (environment == null ? "anywhere" : "in " + environment)
                                        + " that Slipway brought there",
                                "look at its releases and their environments")
                        .about(
                                environment == null ? "application" : "environment",
                                environment == null ? application : environment)));
    }

    /** What came of a report. */
    public sealed interface Report {
        /**
         * @param releases the commit's, which are told
         * @param parts those of its kind that it adds up with, itself included
         */
        record Kept(Set<String> releases, Set<String> parts) implements Report {}

        record No(Refusal refusal) implements Report {}
    }

    /** Keeps a report about a commit and tells the commit's releases. */
    public Report report(String application, Evidence evidence) {
        Outcome<CommitReports> outcome = commits.handle(
                CommitBehaviour.id(application, evidence.commit()),
                Incoming.command(new CommitSignal.Reported(evidence), null));
        Refusal refusal = outcome.refusal();
        CommitReports known = outcome.state();
        return refusal == null
                ? new Report.Kept(known.releases(), known.partsBeside(evidence))
                : new Report.No(refusal);
    }

    /**
     * Keeps what was built of a commit; answers the releases that are told.
     *
     * @param key what tells this report from others: one that comes again must not undo a newer one
     */
    public Set<String> built(String application, String commit, Artifact artifact, String key) {
        return commits.handle(
                        CommitBehaviour.id(application, commit),
                        Incoming.command(new CommitSignal.Built(artifact), key))
                .state()
                .releases();
    }

    public Optional<Release> find(String id) {
        return releases.state(id).filter(release -> !(release instanceof Release.Unknown));
    }

    /** The newest first. */
    public List<Release> list(@Nullable String application, boolean activeOnly) {
        Map<String, Object> fields = new HashMap<>();
        if (application != null) {
            fields.put(ReleaseBehaviour.APPLICATION, application);
        }
        if (activeOnly) {
            fields.put(ReleaseBehaviour.ACTIVE, true);
        }
        return newest(fields);
    }

    /** Those that were let into that environment, or anywhere, and not taken back: the many that never were hide none. */
    private List<Release> placed(String application, @Nullable String environment) {
        return newest(Map.of(
                ReleaseBehaviour.APPLICATION,
                application,
                environment == null ? ReleaseBehaviour.PLACED : ReleaseBehaviour.ENVIRONMENTS,
                environment == null ? true : environment));
    }

    private List<Release> newest(Map<String, Object> fields) {
        return releases.newest(fields, ReleaseBehaviour.REQUESTED, MOST).stream()
                .filter(release -> ReleaseBehaviour.requestOf(release).isPresent())
                .toList();
    }

    /** Those that should have moved on by now: where machines are at work, not where people or time are waited for. */
    public List<Release> stuck() {
        Map<String, List<Release>> active = new HashMap<>();
        return releases.find(Map.of(ReleaseBehaviour.MOVING, true), MOST).stream()
                .filter(release -> Progress.isStuck(release, clock.instant()))
                .filter(release -> ReleaseBehaviour.requestOf(release).stream()
                        .flatMap(request ->
                                active.computeIfAbsent(request.application(), one -> list(one, true)).stream())
                        .noneMatch(other -> Progress.holdsUp(other, release)))
                .toList();
    }

    /** Those whose rollback failed, and that nothing newer has taken the place of where they should not run. */
    public List<Release> rollbackFailed() {
        return newest(Map.of(ReleaseBehaviour.ROLLBACK_FAILED, true)).stream()
                .filter(release -> release instanceof Release.Stopped stopped && runsStill(stopped))
                .toList();
    }

    private boolean runsStill(Release.Stopped stopped) {
        Request request = stopped.dossier().request();
        String id = ReleaseId.of(request.application(), request.version()).value();
        return Running.takenBackFrom(stopped)
                .flatMap(environment -> Running.in(placed(request.application(), environment), environment))
                .filter(id::equals)
                .isPresent();
    }

    private static Answer no(Refusal refusal) {
        return new Answer.No(refusal);
    }
}
