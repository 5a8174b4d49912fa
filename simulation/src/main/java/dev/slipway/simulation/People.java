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
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** CI and people: what they ask for, when they speak, and that they try again when nobody answers. */
final class People {
    private static final Duration AGAIN = Duration.ofSeconds(7);
    private static final Digest DIGEST = new Digest("sha256:" + "0".repeat(64));

    private final World world;
    private final Chance chance;
    private final List<String> releases = new ArrayList<>();

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
        after(seconds(60), "CI reports", gate -> gate.report("shop", evidence(commit)));
        boolean built = chance.oneIn(6);
        if (built) {
            after(seconds(300), "CI has built " + id, gate -> gate.built("shop", commit, artifact, "build of " + id));
        }
        after(
                asked,
                "ada asks for " + id,
                gate -> gate.request(new Releases.Ask(
                        "shop",
                        version,
                        commit,
                        built ? List.of() : List.of(artifact),
                        null,
                        "it is time",
                        "manual",
                        Actor.person("ada"))));
        int speaks = 1 + chance.below(4);
        for (int i = 0; i < speaks; i++) {
            Duration when = asked.plus(Duration.ofMinutes(9)).plus(seconds(i == speaks - 1 ? 4_000 : 400));
            after(when, "grace approves " + id, gate -> gate.tell(id, spoken(ApprovalGiven.Verdict.APPROVED, "grace")));
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
        after(when, "ada " + what + ", " + id, gate -> gate.tell(id, signal));
    }

    private void pause(String id, Duration when) {
        world.at(
                world.now().plus(when),
                () -> attempt(
                        "ada pauses " + id,
                        world.processes().canaries(),
                        canaries -> canaries.pause(id, Actor.person("ada"), "let me see")));
    }

    private void resume(String id, Duration when) {
        world.at(
                world.now().plus(when),
                () -> attempt(
                        "ada resumes " + id,
                        world.processes().canaries(),
                        canaries -> canaries.resume(id, Actor.person("ada"), "the data is back")));
    }

    private void sometimes(int oneIn, Duration asked, String id, String what, IntFunction<Signal> signal) {
        if (chance.oneIn(oneIn)) {
            int times = 1 + chance.below(2);
            for (int i = 0; i < times; i++) {
                Signal one = signal.apply(i);
                after(asked.plus(seconds(2_400)), what + " " + id, gate -> gate.tell(id, one));
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
                Actor.ci("ci"),
                Instant.parse("2026-01-05T07:00:00Z"));
    }

    private Duration seconds(int below) {
        return Duration.ofMillis(chance.below(below * 1_000));
    }

    private void after(Duration time, String what, Consumer<Releases> command) {
        world.at(world.now().plus(time), () -> attempt(what, world.processes().gates(), command));
    }

    private <T> void attempt(String what, Map<Instance, T> services, Consumer<T> command) {
        List<T> there = services.entrySet().stream()
                .filter(entry -> entry.getKey().canRun())
                .map(Map.Entry::getValue)
                .toList();
        world.story().tell("people", what);
        try {
            if (there.isEmpty()) {
                throw new Outage("nobody answers");
            }
            command.accept(chance.oneOf(there));
        } catch (Outage | Crash _) {
            world.unexpected(new Outage(what));
            world.at(world.now().plus(AGAIN), () -> attempt(what, services, command));
        }
    }
}
