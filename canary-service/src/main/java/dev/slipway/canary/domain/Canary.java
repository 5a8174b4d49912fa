package dev.slipway.canary.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.slipway.events.CanaryPaused;
import java.time.Instant;
import java.util.Optional;

/** Where a release is with its canaries and watches. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Canary.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Canary.Known.class, name = "known"),
    @JsonSubTypes.Type(value = Canary.Shifting.class, name = "shifting"),
    @JsonSubTypes.Type(value = Canary.Holding.class, name = "holding"),
    @JsonSubTypes.Type(value = Canary.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = Canary.Promoting.class, name = "promoting"),
    @JsonSubTypes.Type(value = Canary.Watching.class, name = "watching"),
    @JsonSubTypes.Type(value = Canary.Finished.class, name = "finished")
})
public sealed interface Canary {
    /** What stays with the release; empty before anybody has said what it is. */
    Optional<Dossier> known();

    /** Nobody has said what it is. */
    record Unknown(String id) implements Canary {
        @Override
        public Optional<Dossier> known() {
            return Optional.empty();
        }
    }

    /** Of a release that was requested. */
    sealed interface OfRelease extends Canary {
        Dossier dossier();

        @Override
        default Optional<Dossier> known() {
            return Optional.of(dossier());
        }
    }

    /** Waits for a deployment. {@code next} is the place in the plan of the first stage that is still to come. */
    record Known(Dossier dossier, int next) implements OfRelease {}

    /** The step's weight is asked for and not yet confirmed. */
    record Shifting(Dossier dossier, Place.AtStep at, int measurements) implements OfRelease {}

    /** What is measured at every interval. */
    sealed interface Measuring extends OfRelease permits Holding, Paused, Watching {
        Place at();

        Analysis analysis();
    }

    /**
     * The weight is served.
     *
     * @param confirmedAt when we heard that it is: the hold counts from then
     * @param measurements at the steps before
     */
    record Holding(Dossier dossier, Place.AtStep at, Instant confirmedAt, int measurements, Analysis analysis)
            implements Measuring {}

    /** Stays as it is until a person decides; measured on, so that what calls for a rollback still does. */
    record Paused(
            Dossier dossier,
            Place at,
            Instant since,
            CanaryPaused.Cause cause,
            String detail,
            int measurements,
            Analysis analysis)
            implements Measuring {}

    /** Every step went well: stable is becoming the new version. */
    record Promoting(Dossier dossier, String stage) implements OfRelease {}

    /** Fully promoted, and still watched. */
    record Watching(Dossier dossier, Place.InWatch at, Instant since, Analysis analysis) implements Measuring {}

    /** Taken back, stopped or complete: nothing of it is measured any more, and it is never promoted again. */
    record Finished(Dossier dossier, String why, Instant at) implements OfRelease {}
}
