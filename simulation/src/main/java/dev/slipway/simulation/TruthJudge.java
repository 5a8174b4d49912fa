package dev.slipway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.audit.domain.SourceOfTruth;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Content;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Occupancy;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.codec.StructuredEvent;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says where what is said to run is not what runs, and who is half way. */
final class TruthJudge {
    private final World world;
    private final Consumer<String> broken;

    TruthJudge(World world, Consumer<String> broken) {
        this.world = world;
        this.broken = broken;
    }

    void judge() {
        boolean meddled =
                world.weather().seen().containsKey(Weather.Kind.NO_WORKLOAD); // it came back by another's hand
        for (Environment environment : world.environments().all()) {
            String namespace = environment.namespace();
            if (!meddled) {
                runs(environment.current(), namespace);
            }
            if (environment.holder() != null && !hasEnded(environment.holder())) {
                broken.accept("R: " + namespace + " is held by " + environment.holder() + " for ever");
            }
        }
        if (!meddled) {
            trail();
        }
    }

    private void runs(@Nullable Occupancy current, String namespace) {
        Installed running = world.cluster().stable(namespace);
        if (current != null && !current.components().equals(List.of(running))) {
            broken.accept(
                    "S: " + namespace + " runs " + running + ", the source of truth says " + current.components());
        }
        if (world.cluster().hasCanary(namespace)) {
            broken.accept("S: a canary was left behind in " + namespace);
        }
    }

    private boolean hasEnded(String release) {
        return world.documents("deploy-service", "rollouts")
                .load(release)
                .filter(rollout -> rollout.state().startsWith("{\"is\":\"ended\""))
                .isPresent();
    }

    /** What the trail, folded, says. */
    private void trail() {
        List<EventEnvelope> trail = world.log().records().stream()
                .filter(record -> SourceOfTruth.TYPES.contains(record.type()))
                .map(StoredRecord::content)
                .filter(Objects::nonNull)
                .map(TruthJudge::read)
                .toList();
        for (dev.slipway.audit.domain.Environment told : SourceOfTruth.of(trail)) {
            Installed running = world.cluster().stable("shop-" + told.environment());
            boolean same = told.components().size() == 1
                    && told.components().stream()
                            .allMatch(one -> one.version().equals(running.version())
                                    && one.image().equals(running.image()));
            if (!same) {
                broken.accept(
                        "S: " + told.environment() + " runs " + running + ", the trail says " + told.components());
            }
        }
    }

    private static EventEnvelope read(Content content) {
        return StructuredEvent.read(new String(content.bytes(), UTF_8));
    }
}
