package dev.slipway.simulation;

import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Artifact;
import dev.slipway.events.Digest;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Version;
import dev.slipway.gate.application.Releases;
import dev.slipway.gate.domain.Evidence;
import dev.slipway.gate.domain.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** CI and people: what they ask for, when they speak, and that they try again when nobody answers. */
final class People {
    private static final Duration AGAIN = Duration.ofSeconds(7);
    private static final Actor ADA = Actor.person("ada");
    private static final Actor CI = Actor.ci("ci");
    private static final Digest DIGEST = new Digest("sha256:" + "0".repeat(64));

    private final World world;
    private final Chance chance;
    private final List<String> releases = new ArrayList<>();

    /**
     * What somebody wants of a service, until it answers.
     *
     * @param deed how the events say that it was done, or what may come instead
     * @param command whether it is acknowledged that something was changed by it
     */
    private record Wish<T>(String what, List<Deed> deed, Predicate<T> command) {}

    People(World world, long seed) {
        this.world = world;
        this.chance = new Chance(seed, "people");
    }

    /** The releases that they ask for. */
    List<String> releases() {
        return List.copyOf(releases);
    }

    void plan() {
        int count = chance.oneIn(3) ? 2 : 1;
        for (int i = 1; i <= count; i++) {
            release("v1." + i + ".0" + illness(), seconds(i == 1 ? 30 : 3_000));
        }
    }

    private String illness() {
        return switch (chance.below(10)) {
            case 0, 1, 2 -> "-" + Cluster.ERRS;
            case 3 -> "-" + Cluster.CRASHES;
            default -> "";
        };
    }

    private void release(String text, Duration asked) {
        Version version = new Version(text);
        String id = ReleaseId.of("shop", version).value();
        releases.add(id);
        Digest digest = new Digest("sha256:" + "%064x".formatted(text.hashCode() & 0xffffffffL));
        Artifact artifact = new Artifact("web", "registry.example/shop/web:" + text, digest);
        String commit = "c0ffee" + releases.size();
        boolean built = isBuilt(id, commit, artifact);
        ask(
                id,
                asked,
                new Releases.Ask(
                        "shop",
                        version,
                        commit,
                        built ? List.of() : List.of(artifact),
                        null,
                        "it is time",
                        "manual",
                        ADA));
        decide(id, asked);
    }

    /** CI reports its tests; answers whether it is also from CI that it is known what was built. */
    private boolean isBuilt(String id, String commit, Artifact artifact) {
        after(
                seconds(60),
                new Wish<>(
                        "CI reports of " + id,
                        List.of(new Deed(id, CI, Deed.Kind.REPORTED), new Deed(id, ADA, Deed.Kind.ABORTED)),
                        gate -> gate.report("shop", evidence(commit)) instanceof Releases.Report.Kept));
        boolean built = chance.oneIn(6);
        if (built) {
            after(seconds(300), new Wish<>("CI has built " + id, List.of(), gate -> {
                gate.built("shop", commit, artifact, "build of " + id);
                return false; // no event but that of the request shows it
            }));
        }
        return built;
    }

    private void ask(String id, Duration asked, Releases.Ask ask) {
        after(
                asked,
                new Wish<>(
                        "ada asks for " + id,
                        List.of(new Deed(id, ADA, Deed.Kind.REQUESTED), new Deed(id, ADA, Deed.Kind.ABORTED)),
                        gate -> isDone(gate.request(ask))));
    }

    private void decide(String id, Duration asked) {
        int speaks = 1 + chance.below(4);
        for (int i = 0; i < speaks; i++) {
            Duration when = asked.plus(Duration.ofMinutes(9)).plus(seconds(i == speaks - 1 ? 4_000 : 400));
            tell(id, when, "grace approves", spoken(ApprovalGiven.Verdict.APPROVED, "grace"));
        }
        for (int hours = 6; hours < 10; hours++) { // a canary without data waits for somebody
            resume(id, asked.plus(Duration.ofHours(hours)));
        }
        if (chance.oneIn(3)) {
            meddle(id, asked);
        }
        sometimes(8, asked, id, "rejects", n -> spoken(ApprovalGiven.Verdict.REJECTED, "grace"));
        sometimes(8, asked, id, "revokes", n -> spoken(ApprovalGiven.Verdict.REVOKED, "grace"));
        sometimes(8, asked, id, "approves her own", n -> spoken(ApprovalGiven.Verdict.APPROVED, "ada"));
        sometimes(10, asked, id, "aborts", n -> new Signal.AbortAsked("ada", "changed my mind"));
        sometimes(5, asked, id, "rolls back", n -> new Signal.RollbackAsked("ada", "production", null, "it looks bad"));
        sometimes(12, asked, id, "rolls back staging", n -> new Signal.RollbackAsked("ada", "staging", null, "bad"));
    }

    /** Whatever people may do to a release, before it is asked for, in the middle, and when it is long over. */
    private void meddle(String id, Duration asked) {
        int times = 1 + chance.below(4);
        for (int i = 0; i < times; i++) {
            Duration when =
                    switch (chance.below(4)) {
                        case 0 -> seconds(60);
                        case 1 -> asked.plus(seconds(20_000));
                        default -> asked.plus(seconds(2_400));
                    };
            switch (chance.below(8)) {
                case 0, 1 -> {
                    pause(id, when);
                    resume(id, when.plus(seconds(1_200)));
                }
                case 2 -> resume(id, when);
                case 3 -> tell(id, when, "aborts", new Signal.AbortAsked("ada", "changed my mind"));
                case 4 -> tell(id, when, "asks for v1.0.0", back("production", "v1.0.0"));
                case 5 -> tell(id, when, "asks for a version nobody knows", back("staging", "v0.0.9"));
                case 6 -> tell(id, when, "rolls back", back(chance.oneIn(2) ? "production" : "staging", null));
                default -> tell(id, when, "approves", spoken(ApprovalGiven.Verdict.APPROVED, "grace"));
            }
        }
    }

    private static Signal back(String environment, @Nullable String to) {
        return new Signal.RollbackAsked("ada", environment, to, "it looks bad");
    }

    private void tell(String id, Duration when, String what, Signal signal) {
        after(when, new Wish<>(what + " " + id, List.of(Deed.of(id, signal)), gate -> isDone(gate.tell(id, signal))));
    }

    private static boolean isDone(Releases.Answer answer) {
        return answer instanceof Releases.Answer.Done done && done.changed();
    }

    private void pause(String id, Duration when) {
        world.at(
                world.now().plus(when),
                () -> attempt(
                        new Wish<>(
                                "ada pauses " + id,
                                List.of(new Deed(id, ADA, Deed.Kind.PAUSED)),
                                canaries ->
                                        canaries.pause(id, ADA, "let me see").changed()),
                        world.processes().canaries()));
    }

    private void resume(String id, Duration when) {
        world.at(
                world.now().plus(when),
                () -> attempt(
                        new Wish<>(
                                "ada resumes " + id,
                                List.of(new Deed(id, ADA, Deed.Kind.RESUMED)),
                                canaries -> canaries.resume(id, ADA, "the data is back")
                                        .changed()),
                        world.processes().canaries()));
    }

    private void sometimes(int oneIn, Duration asked, String id, String what, IntFunction<Signal> signal) {
        if (chance.oneIn(oneIn)) {
            int times = 1 + chance.below(2);
            for (int i = 0; i < times; i++) {
                Signal one = signal.apply(i);
                tell(id, asked.plus(seconds(2_400)), what, one);
            }
        }
    }

    private static Signal spoken(ApprovalGiven.Verdict verdict, String who) {
        return new Signal.Spoken(verdict, who, List.of("RELEASE_APPROVER"), null, List.of(), "because");
    }

    private static Evidence evidence(String commit) {
        return new Evidence(
                "ci",
                "json",
                null,
                commit,
                Map.of("ci.passed", true),
                DIGEST,
                CI,
                Instant.parse("2026-01-05T07:00:00Z"));
    }

    private Duration seconds(int below) {
        return Duration.ofMillis(chance.below(below * 1_000));
    }

    private void after(Duration time, Wish<Releases> wish) {
        world.at(world.now().plus(time), () -> attempt(wish, world.processes().gates()));
    }

    private <T> void attempt(Wish<T> wish, Map<Instance, T> services) {
        List<T> there = services.entrySet().stream()
                .filter(entry -> entry.getKey().canRun())
                .map(Map.Entry::getValue)
                .toList();
        world.story().tell("people", wish.what);
        try {
            if (there.isEmpty()) {
                throw new Outage("nobody answers");
            }
            if (wish.command.test(chance.oneOf(there))) {
                world.judge().promises().give(wish.deed, world.now());
            }
        } catch (Outage | Crash _) {
            world.unexpected(new Outage(wish.what));
            world.at(world.now().plus(AGAIN), () -> attempt(wish, services));
        }
    }
}
