package dev.slipway.gate.application;

import dev.slipway.decision.Decision;
import dev.slipway.events.Artifact;
import dev.slipway.events.EventEnvelope;
import dev.slipway.gate.domain.Evidence;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.Signal;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.Incoming;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what CI says until a release wants it, and tells the releases. A report that was acknowledged reaches its releases
 * whatever crashes, because telling them is work that the saved state wants until it is done.
 */
final class CommitBehaviour implements Behaviour<CommitReports, CommitSignal> {
    /** A release that joins is told by its own request first; this is for what came between the two. */
    private static final Duration AFTER_REQUEST = Duration.ofSeconds(1);

    /** Who asked for a release that nobody knows after that time has gone; it joins again when it is asked for again. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Aggregates<Release, Signal> releases;

    CommitBehaviour(Aggregates<Release, Signal> releases) {
        this.releases = releases;
    }

    static String id(String application, String commit) {
        return application + "@" + commit;
    }

    @Override
    public Class<CommitReports> stateType() {
        return CommitReports.class;
    }

    @Override
    public CommitReports initial(String id) {
        List<String> parts = Arrays.asList(id.split("@", 2));
        return new CommitReports(parts.get(0), parts.get(1), List.of(), List.of(), Set.of(), true, null);
    }

    @Override
    public Optional<Routed<CommitSignal>> route(EventEnvelope envelope) {
        return Optional.empty();
    }

    @Override
    public Decision<CommitReports> decide(CommitReports commit, CommitSignal signal, Instant now) {
        return switch (signal) {
            case CommitSignal.Reported(Evidence evidence) ->
                evidence.addsTo(commit.evidence())
                        ? commit.refuses(evidence)
                                .map(Decision::<CommitReports>refuse)
                                .orElseGet(() -> tell(commit.with(evidence), now))
                        : Decision.ignore("reported already, or newer is known");
            case CommitSignal.Built(Artifact artifact) ->
                commit.artifacts().contains(artifact)
                        ? Decision.ignore("known already")
                        : tell(commit.with(artifact), now);
            case CommitSignal.Joined(String release) ->
                commit.releases().contains(release)
                        ? Decision.ignore("joined already")
                        : tell(commit.with(release), now.plus(AFTER_REQUEST)); // the request itself tells it at first
            case CommitSignal.Told(CommitReports of, boolean all) -> {
                if (!of.equals(commit)) {
                    yield Decision.become(commit, now); // more was reported meanwhile
                }
                yield all ? Decision.become(commit.allTold(), null) : tellAgain(commit, now);
            }
        };
    }

    /** The longer it has waited, the more seldom. */
    private static Decision<CommitReports> tellAgain(CommitReports commit, Instant now) {
        Instant since = Objects.requireNonNullElse(commit.untoldSince(), now);
        Duration waited = Collections.max(List.of(Duration.ZERO, Duration.between(since, now)));
        return waited.compareTo(PATIENCE) < 0
                ? Decision.become(
                        commit.untoldSince(since), now.plus(AFTER_REQUEST).plus(waited))
                : Decision.become(commit.allTold(), null);
    }

    private static Decision<CommitReports> tell(CommitReports commit, Instant at) {
        return Decision.become(commit, commit.told() ? null : at);
    }

    @Override
    public Subject subject(CommitReports state) {
        throw new IllegalStateException("a commit says nothing; its releases do");
    }

    @Override
    public CommitSignal work(Turn<CommitReports> turn) {
        CommitReports commit = turn.state();
        boolean all = true;
        for (String release : commit.releases()) {
            all &= tell(release, commit);
        }
        return new CommitSignal.Told(commit, all);
    }

    /** Tells a release all that is known of its commit, of which it takes what is new to it; false where nobody knows it. */
    private boolean tell(String release, CommitReports commit) {
        boolean known =
                releases.state(release).flatMap(ReleaseBehaviour::requestOf).isPresent();
        if (known) {
            for (Evidence report : commit.evidence()) {
                releases.handle(release, Incoming.result(new Signal.EvidenceArrived(report)));
            }
            if (!commit.artifacts().isEmpty()) {
                releases.handle(
                        release, Incoming.result(new Signal.ArtifactsKnown(commit.commit(), commit.artifacts())));
            }
        }
        return known;
    }
}
