package dev.slipway.gate.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.slipway.events.MetricResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in a stage a release is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Phase.Entry.class, name = "entry"),
    @JsonSubTypes.Type(value = Phase.Deploying.class, name = "deploying"),
    @JsonSubTypes.Type(value = Phase.OnCanary.class, name = "on-canary"),
    @JsonSubTypes.Type(value = Phase.Verifying.class, name = "verifying")
})
public sealed interface Phase {
    /** @param since when the gates were first asked, from which approvals expire and probes are timed */
    record Entry(Instant since, List<ProbeTry> probes) implements Phase {
        public Entry {
            probes = List.copyOf(probes);
        }
    }

    /** The gates let it in: deploy-service is at work, or about to be. */
    record Deploying(Instant since) implements Phase {}

    /**
     * A share of the traffic is on the new version.
     *
     * @param stepSince since when the step's hold counts: from its weight, or from when it was last resumed; null for none yet
     * @param paused why it stays where it is; null while it goes on
     */
    record OnCanary(
            Instant since,
            int weight,
            int step,
            @Nullable Instant stepSince,
            @Nullable String paused,
            List<MetricResult> metrics)
            implements Phase {
        public OnCanary {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * Deployed, to be verified.
     *
     * @param since when it was fully there: soaks count from then
     * @param watched whether the watch after promotion has ended well, or none is asked for
     */
    record Verifying(Instant since, boolean watched, List<ProbeTry> probes) implements Phase {
        public Verifying {
            probes = List.copyOf(probes);
        }
    }

    /** The last answer to a gate's probe. */
    record ProbeTry(String gate, Instant at, boolean asExpected, String answer) {}
}
