package dev.slipway.gate.application;

import dev.slipway.events.Artifact;
import dev.slipway.gate.domain.Evidence;

/** What a commit hears. */
sealed interface CommitSignal {
    /** CI reports something about it. */
    record Reported(Evidence evidence) implements CommitSignal {}

    /** CI built something of it. */
    record Built(Artifact artifact) implements CommitSignal {}

    /** A release of it is asked for. */
    record Joined(String release) implements CommitSignal {}

    /**
     * Its releases know all that was known when they were told.
     *
     * @param all false where one of them is not known yet
     */
    record Told(CommitReports of, boolean all) implements CommitSignal {}
}
