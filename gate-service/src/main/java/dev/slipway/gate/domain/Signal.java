package dev.slipway.gate.domain;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Artifact;
import dev.slipway.events.ComponentState;
import dev.slipway.events.MetricResult;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a release hears. */
public sealed interface Signal {
    /**
     * Somebody asks for the release.
     *
     * @param artifacts what was built, as far as it is known
     * @param evidence what CI has reported about the commit until now
     */
    record Requested(Request request, List<Artifact> artifacts, List<Evidence> evidence) implements Signal {
        public Requested {
            artifacts = List.copyOf(artifacts);
            evidence = List.copyOf(evidence);
        }
    }

    /** CI has said what was built of a commit. */
    record ArtifactsKnown(String commit, List<Artifact> artifacts) implements Signal {
        public ArtifactsKnown {
            artifacts = List.copyOf(artifacts);
        }
    }

    /** A report about the release's commit. */
    record EvidenceArrived(Evidence evidence) implements Signal {}

    /**
     * A person speaks.
     *
     * @param verdict approved, rejected or revoked
     * @param stage the stage that is meant; null for the one that asks
     * @param artifacts the digests that the person looked at; empty for those of the release
     */
    record Spoken(
            ApprovalGiven.Verdict verdict,
            String person,
            List<String> roles,
            @Nullable String stage,
            List<String> artifacts,
            @Nullable String reason)
            implements Signal {
        public Spoken {
            roles = List.copyOf(roles);
            artifacts = List.copyOf(artifacts);
        }
    }

    /** A person stops the release. */
    record AbortAsked(String person, String reason) implements Signal {}

    /** A person takes the release back; {@code to} is null for what ran before it. */
    record RollbackAsked(
            String person,
            @Nullable String environment,
            @Nullable String to,
            String reason) implements Signal {}

    /** deploy-service has it running. */
    record Deployed(String stage, Scope scope) implements Signal {}

    /** deploy-service cannot get it running. */
    record DeploymentBroke(String stage, String environment, String detail) implements Signal {}

    /** The canary got its share of the traffic. */
    record Shifted(String stage, int step, int weight) implements Signal {}

    /** The canary was measured. */
    record Measured(String stage, List<MetricResult> results) implements Signal {
        public Measured {
            results = List.copyOf(results);
        }
    }

    /** The canary stays where it is. */
    record Paused(String stage, String detail) implements Signal {}

    /** It goes on. */
    record Resumed(String stage) implements Signal {}

    /** The watch after promotion ended well. */
    record WatchedWell(String stage) implements Signal {}

    /** canary-service takes the release back. */
    record RollbackBegan(String stage, RollbackTriggered trigger) implements Signal {}

    /** It is back. */
    record RolledBack(String stage, List<ComponentState> components) implements Signal {
        public RolledBack {
            components = List.copyOf(components);
        }
    }

    /** It could not be taken back all the way. */
    record RollbackBroke(String stage, String detail, List<ComponentState> components) implements Signal {
        public RollbackBroke {
            components = List.copyOf(components);
        }
    }

    /** The time has come that the state waited for; with the answers to the probes that were due. */
    record TimeReached(List<Phase.ProbeTry> probes) implements Signal {
        public TimeReached {
            probes = List.copyOf(probes);
        }
    }
}
