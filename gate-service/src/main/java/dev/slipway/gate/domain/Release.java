package dev.slipway.gate.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.slipway.events.Artifact;
import dev.slipway.events.ComponentState;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.StagePlan;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a release. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Release.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Release.AwaitingArtifacts.class, name = "awaiting-artifacts"),
    @JsonSubTypes.Type(value = Release.InStage.class, name = "in-stage"),
    @JsonSubTypes.Type(value = Release.RollingBack.class, name = "rolling-back"),
    @JsonSubTypes.Type(value = Release.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = Release.Stopped.class, name = "stopped")
})
public sealed interface Release {
    /** Nobody has asked for it. */
    record Unknown(String id) implements Release {}

    /**
     * Asked for, before CI has said what was built of every component.
     *
     * @param artifacts those that the asker gave, which outrank what CI reports
     */
    record AwaitingArtifacts(Request request, List<Artifact> artifacts, List<Evidence> evidence) implements Release {
        public AwaitingArtifacts {
            artifacts = List.copyOf(artifacts);
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * On its way.
     *
     * @param stage its index in the plan
     * @param gates where the gates of the present phase stand; those of phases passed are kept for the record
     */
    record InStage(Dossier dossier, int stage, Instant startedAt, Phase phase, List<GateStatus> gates)
            implements Release {
        public InStage {
            gates = List.copyOf(gates);
        }

        StagePlan plan() {
            return dossier.request().plan().stages().get(stage);
        }

        /** The dossier with this stage in it, as it stands at its end. */
        Dossier ended(Instant at) {
            return dossier.with(new StageRecord(plan().name(), startedAt, at, gates));
        }
    }

    /**
     * Being taken back; never promoted again.
     *
     * @param stage the stage whose environment is restored
     * @param outcome what the release will have come to
     * @param next what is taken back after that; null for nothing
     */
    record RollingBack(
            Dossier dossier,
            String stage,
            RollbackTriggered trigger,
            Instant startedAt,
            ReleaseStopped.Outcome outcome,
            @Nullable Next next)
            implements Release {}

    /** A rollback that waits for the one before it. */
    record Next(String stage, RollbackTriggered trigger) {}

    /** Through its whole pipeline. */
    record Completed(Dossier dossier, Instant at) implements Release {}

    /**
     * Ended before its pipeline did.
     *
     * @param rollback how it was taken back; null where nothing had to be
     */
    record Stopped(
            Dossier dossier,
            Instant at,
            ReleaseStopped.Outcome outcome,
            String detail,
            @Nullable TakenBack rollback) implements Release {
        /** Whether its rollback failed, so that it may run where it ran: it can be asked to be taken back again. */
        public boolean isStillThere() {
            return outcome == ReleaseStopped.Outcome.FAILED && rollback != null;
        }
    }

    /** A rollback that has ended. */
    record TakenBack(
            String stage,
            RollbackTriggered trigger,
            Instant startedAt,
            Instant endedAt,
            List<ComponentState> components) {
        public TakenBack {
            components = List.copyOf(components);
        }
    }
}
