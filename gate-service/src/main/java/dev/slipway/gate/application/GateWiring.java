package dev.slipway.gate.application;

import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.ReleasePolicy;
import dev.slipway.gate.domain.Signal;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.config.Shell;
import java.time.Clock;

/** Puts the aggregates of gate-service on the shell. */
public final class GateWiring {
    private GateWiring() {}

    public static Releases releases(Shell shell, Pipelines pipelines, Prober prober, Clock clock) {
        Aggregates<Release, Signal> releases = shell.aggregates(
                "releases",
                new ReleaseBehaviour(new ReleasePolicy(new CelConditions()), prober, clock),
                ReleaseBehaviour.APPLICATION,
                ReleaseBehaviour.ACTIVE,
                ReleaseBehaviour.MOVING,
                ReleaseBehaviour.ROLLBACK_FAILED,
                ReleaseBehaviour.PLACED,
                ReleaseBehaviour.ENVIRONMENTS);
        Aggregates<CommitReports, CommitSignal> commits = shell.aggregates("commits", new CommitBehaviour(releases));
        shell.listen(HeardEvents.TOPICS, events -> events.forEach(heard -> releases.on(heard.envelope())));
        return new Releases(releases, commits, pipelines, clock);
    }
}
