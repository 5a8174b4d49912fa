package dev.slipway.deploy.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.slipway.events.RollbackTriggered;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a release is with its deployments. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Rollout.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Rollout.Idle.class, name = "idle"),
    @JsonSubTypes.Type(value = Rollout.Claiming.class, name = "claiming"),
    @JsonSubTypes.Type(value = Rollout.Deploying.class, name = "deploying"),
    @JsonSubTypes.Type(value = Rollout.Serving.class, name = "serving"),
    @JsonSubTypes.Type(value = Rollout.Shifting.class, name = "shifting"),
    @JsonSubTypes.Type(value = Rollout.Promoting.class, name = "promoting"),
    @JsonSubTypes.Type(value = Rollout.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Rollout.Reclaiming.class, name = "reclaiming"),
    @JsonSubTypes.Type(value = Rollout.TakingTrafficBack.class, name = "taking-traffic-back"),
    @JsonSubTypes.Type(value = Rollout.LookingUp.class, name = "looking-up"),
    @JsonSubTypes.Type(value = Rollout.Restoring.class, name = "restoring"),
    @JsonSubTypes.Type(value = Rollout.Halted.class, name = "halted"),
    @JsonSubTypes.Type(value = Rollout.Freeing.class, name = "freeing"),
    @JsonSubTypes.Type(value = Rollout.Ended.class, name = "ended")
})
public sealed interface Rollout {
    /** What stays with the release; empty before anybody has said what it is. */
    Optional<Dossier> known();
    /** Nobody has said what it is. */
    record Unknown(String id) implements Rollout {
        @Override
        public Optional<Dossier> known() {
            return Optional.empty();
        }
    }

    /** Of a release that was requested. */
    sealed interface OfRelease extends Rollout {
        Dossier dossier();

        @Override
        default Optional<Dossier> known() {
            return Optional.of(dossier());
        }
    }

    /** Waits for the next stage's gate. */
    record Idle(Dossier dossier) implements OfRelease {}

    /** Waits for its turn in an environment. Nothing was touched yet. */
    record Claiming(Dossier dossier, String stage, String environment, String namespace, Instant since)
            implements OfRelease {}

    /** What keeps a record of the environment, which is refused where a greater fence stands there. */
    sealed interface Fenced extends OfRelease permits Underway, LookingUp {
        /** The same, with a claim of that number. */
        Fenced claimed(long again);
    }

    /** What wants something of the cluster until it is as it should be. */
    sealed interface Underway extends Fenced permits Deploying, Shifting, Promoting, TakingTrafficBack, Restoring {
        Stay stay();

        /** When the cluster was first seen not to be so yet; null before that, however long nobody got there to look. */
        @Nullable
        Instant since();

        /** The same, of which that is known. */
        Underway waiting(Instant since);

        /** What it writes carries this, as that version of the rollout. */
        default Fence fence(long version) {
            return switch (this) {
                case Deploying _, Shifting _, Promoting _ -> new Fence(stay().claim(), false, version);
                case TakingTrafficBack _, Restoring _ -> new Fence(stay().claim(), true, version);
            };
        }
    }

    /** Brought into the environment: wholly, or as a canary without traffic. */
    record Deploying(Dossier dossier, Stay stay, @Nullable Instant since) implements Underway {
        @Override
        public Deploying claimed(long again) {
            return new Deploying(dossier, stay.claimed(again), since);
        }

        @Override
        public Deploying waiting(Instant since) {
            return new Deploying(dossier, stay, since);
        }
    }

    /** The canary has its confirmed share of the traffic, and waits for word of how it does. */
    record Serving(Dossier dossier, Stay stay, int weight) implements OfRelease {}

    /** The canary is to get another share. */
    record Shifting(
            Dossier dossier,
            Stay stay,
            int step,
            int weight,
            @Nullable Instant since) implements Underway {
        @Override
        public Shifting claimed(long again) {
            return new Shifting(dossier, stay.claimed(again), step, weight, since);
        }

        @Override
        public Shifting waiting(Instant since) {
            return new Shifting(dossier, stay, step, weight, since);
        }
    }

    /** The canary did well: stable becomes the new version and takes the traffic over. */
    record Promoting(Dossier dossier, Stay stay, @Nullable Instant since) implements Underway {
        @Override
        public Promoting claimed(long again) {
            return new Promoting(dossier, stay.claimed(again), since);
        }

        @Override
        public Promoting waiting(Instant since) {
            return new Promoting(dossier, stay, since);
        }
    }

    /** It could not be brought there, and waits to be taken back. */
    record Failed(Dossier dossier, Stay stay) implements OfRelease {}

    /**
     * Is to be taken back from an environment where it is not at work: it may have ended, or never got there.
     *
     * @param over whether nobody will say later that the environment is free
     */
    record Reclaiming(
            Dossier dossier,
            String stage,
            String environment,
            String namespace,
            RollbackTriggered trigger,
            Instant since,
            boolean over)
            implements OfRelease {}

    /** First of all, no user meets the new version any more. */
    record TakingTrafficBack(
            Dossier dossier, WayBack way, @Nullable Instant since) implements Underway {
        @Override
        public Stay stay() {
            return way.stay();
        }

        @Override
        public TakingTrafficBack claimed(long again) {
            return new TakingTrafficBack(dossier, way.claimed(again), since);
        }

        @Override
        public TakingTrafficBack waiting(Instant since) {
            return new TakingTrafficBack(dossier, way, since);
        }
    }

    /** Looks in what the environment remembers for what to go back to: the version that was named, or what ran before. */
    record LookingUp(Dossier dossier, WayBack way) implements Fenced {
        @Override
        public LookingUp claimed(long again) {
            return new LookingUp(dossier, way.claimed(again));
        }
    }

    /** Stable becomes {@code goal} where it is not, and the canary goes. */
    record Restoring(
            Dossier dossier,
            WayBack way,
            Occupancy goal,
            @Nullable Instant since) implements Underway {
        @Override
        public Stay stay() {
            return way.stay();
        }

        @Override
        public Restoring claimed(long again) {
            return new Restoring(dossier, way.claimed(again), goal, since);
        }

        @Override
        public Restoring waiting(Instant since) {
            return new Restoring(dossier, way, goal, since);
        }
    }

    /** Never promoted again; its environments stay its own until the release has ended. */
    record Halted(Dossier dossier) implements OfRelease {}

    /** The release has ended; its environments become free. */
    record Freeing(Dossier dossier) implements OfRelease {}

    /** The release has ended. A rollback may still come. */
    record Ended(Dossier dossier) implements OfRelease {}
}
