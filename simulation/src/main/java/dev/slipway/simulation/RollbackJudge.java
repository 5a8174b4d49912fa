package dev.slipway.simulation;

import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackTriggered;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what came back after it was taken back, by what the cluster serves and not by what anybody believes. */
final class RollbackJudge {
    private static final int ALL = 100;

    private final World world;
    private final Consumer<String> broken;
    private final Set<Bad> gone = new HashSet<>();
    private final Map<Bad, Left> left = new HashMap<>();

    /** What users meet in a namespace; {@code share} is the canary's, in percent. */
    record Served(Installed stable, @Nullable Installed canary, int share) {
        /** Of what is stable now it is all, whatever of that a canary has for a while. */
        int of(String release) {
            if (release.equals(stable.release())) {
                return ALL;
            }
            return hasCanaryOf(release) ? share : 0;
        }

        boolean hasCanaryOf(String release) {
            return canary != null && release.equals(canary.release());
        }
    }

    /** A release that is to be taken back from an environment. */
    private record Bad(String environment, String release) {}

    /** What it had of the traffic when it could not be taken back for the last time. */
    private record Left(int failures, int share) {
        Left later(Left next) {
            return next.failures > failures ? next : this;
        }
    }

    /** What was said of a release's way back; who names the version to go back to wants it all the same. */
    private static final class Way {
        private boolean completed;
        private boolean wanted;
        private int failures;
    }

    RollbackJudge(World world, Consumer<String> broken) {
        this.world = world;
        this.broken = broken;
    }

    /**
     * From when its traffic was seen to be taken back it gets none, long before somebody says that all is done; where that
     * failed, it gets no more than it had then.
     */
    void changed(String environment, RolloutStep.OnCluster step, Fence by, Served before, Served after) {
        Map<String, Way> ways = ways(environment);
        ways.forEach((release, way) -> {
            Bad bad = new Bad(environment, release);
            if (way.failures > 0) { // nothing was changed between that and now, else this would have been called
                left.merge(bad, new Left(way.failures, before.of(release)), Left::later);
            }
            if (way.wanted) {
                return;
            }
            if (gives(step, before, release) && (way.completed || gone.contains(bad))) {
                broken.accept("B: " + release + " gets traffic in " + environment + " after it was taken back");
            }
            Left had = left.get(bad);
            if (had != null && after.of(release) > Math.max(had.share, before.of(release))) {
                broken.accept("B: " + release + " gets " + after.of(release) + " % of the traffic in " + environment
                        + ", of which it had " + had.share + " when it could not be taken back");
            }
            if (by.back() && after.of(release) == 0 && takesBack(step, before, release)) {
                gone.add(bad);
            }
        });
    }

    private static boolean gives(RolloutStep.OnCluster step, Served before, String release) {
        return switch (step) {
            case RolloutStep.ApplyWorkload(var _, var goal) -> release.equals(goal.release());
            case RolloutStep.SetWeight(var _, var weight) -> weight > 0 && before.hasCanaryOf(release);
            default -> false;
        };
    }

    /** With a fence of the way back: who has not heard of the rollback yet, or comes next, takes nothing back. */
    private static boolean takesBack(RolloutStep.OnCluster step, Served before, String release) {
        return switch (step) {
            case RolloutStep.SetWeight _, RolloutStep.RemoveCanary _ -> before.hasCanaryOf(release);
            case RolloutStep.ApplyWorkload _ -> before.of(release) > 0;
            default -> false;
        };
    }

    /** What was said of the ways back from an environment, by release. */
    private Map<String, Way> ways(String environment) {
        Map<String, Way> ways = new HashMap<>();
        Set<String> named = new HashSet<>();
        for (Bus.Said one : world.bus().said()) {
            String release = one.envelope().release().value();
            switch (one.envelope().event()) {
                case RollbackTriggered trigger
                when trigger.environment().equals(environment) -> {
                    ways.computeIfAbsent(release, _ -> new Way());
                    if (trigger.to() != null) {
                        named.add(trigger.to());
                    }
                }
                case RollbackCompleted done
                when done.environment().equals(environment) ->
                    ways.computeIfAbsent(release, _ -> new Way()).completed = true;
                case RollbackFailed failed
                when failed.environment().equals(environment) ->
                    ways.computeIfAbsent(release, _ -> new Way()).failures++;
                default -> {}
            }
        }
        ways.forEach((release, way) -> way.wanted = named.stream().anyMatch(to -> release.equals(Shop.release(to))));
        return ways;
    }
}
