package dev.slipway.standalone;

import dev.slipway.cli.view.LiveView;
import dev.slipway.cli.view.ReleaseView;
import dev.slipway.cli.view.Terminal;
import dev.slipway.sandbox.load.LoadGenerator;
import dev.slipway.sandbox.load.LoadSnapshot;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Plays the two releases and judges what came of them. */
public final class Demo {
    private static final String BEFORE = "v1.2.2";
    private static final String GOOD = "v1.2.3";
    private static final String BAD = "v1.2.4";
    private static final double BAD_ERROR_RATE = 0.05;
    private static final int USERS = 12;
    private static final double REQUESTS_PER_SECOND = 360;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> EVIDENCE = List.of("promotion.log", "metrics.json", "approval.json");

    private final Platform platform;
    private final DemoCluster cluster;
    private final DemoSlack slack;
    private final PrintStream out;
    private final Terminal terminal;
    private final Cli cli;
    private final List<String> faults = new ArrayList<>();

    /** @param slack what was started to stand in for Slack */
    public Demo(Platform platform, DemoCluster cluster, DemoSlack slack, PrintStream out, Terminal terminal) {
        this.platform = platform;
        this.out = out;
        this.terminal = terminal;
        this.cluster = cluster;
        this.slack = slack;
        this.cli = new Cli(platform.data().resolve("client.json"), out);
    }

    /** Answers, and prints, what was not as it should be: nothing, if all went well. */
    public List<String> play() throws IOException {
        heading("Before: " + BEFORE + " serves in staging and production");
        cluster.install(BEFORE, cluster.build(ImageBehaviour.healthy(BEFORE)));
        List<String> good = cluster.build(ImageBehaviour.healthy(GOOD));
        List<String> bad = cluster.build(ImageBehaviour.healthy(BAD).withErrorRate(BAD_ERROR_RATE));
        Path pipeline = pipeline();
        try (LoadGenerator users = LoadGenerator.start(cluster.productionUrls(), USERS, REQUESTS_PER_SECOND)) {
            out.printf(Locale.ROOT, "%d users ask for %.0f pages a second.%n", USERS, REQUESTS_PER_SECOND);
            expect(cli.show("apply", "-f", Cli.typed(pipeline)), "the pipeline was refused");
            heading("1. " + GOOD + " is healthy");
            ReleaseView completed = release(GOOD, "4f1c2ab9", good, users);
            expect(completed.status().equals("completed"), GOOD + " was not completed but " + completed.status());
            awaitTrail(GOOD, "dev.slipway.ReleaseCompleted");
            LoadSnapshot before = users.snapshot();
            expect(before.failures() == 0, before.failures() + " requests failed although nothing was wrong");
            heading("2. " + BAD + " answers 5 % of its requests with an error, which no gate could see");
            ReleaseView stopped = release(BAD, "9d02c71e", bad, users);
            expect(
                    "rolled-back".equals(stopped.outcome()),
                    BAD + " was not rolled back but " + stopped.status() + " " + stopped.outcome());
            awaitTrail(BAD, "dev.slipway.RollbackCompleted", "dev.slipway.ReleaseStopped");
            rollback(users.stop());
        }
        heading("What is left");
        trail(GOOD);
        trail(BAD);
        for (String component : DemoCluster.COMPONENTS) {
            String version = cluster.runningVersion("production", component);
            expect(version.equals(GOOD), component + " runs " + version + " in production");
        }
        told();
        out.println(faults.isEmpty() ? "Everything was as it should be." : "NOT as it should be:");
        faults.forEach(fault -> out.println("  " + fault));
        out.flush();
        return List.copyOf(faults);
    }

    private Path pipeline() throws IOException {
        try (var source = Demo.class.getResourceAsStream("/pipelines/agentaskit.yaml")) {
            if (source == null) {
                throw new IllegalStateException("the demo's pipeline is not on the class path");
            }
            Path file = platform.data().resolve("agentaskit.yaml");
            Files.copy(source, file);
            return file;
        }
    }

    private ReleaseView release(String version, String commit, List<String> artifacts, LoadGenerator users)
            throws IOException {
        DemoCi ci = new DemoCi(platform.data().resolve("ci").resolve(version), commit);
        for (String[] report : ci.afterBuild()) {
            expect(cli.show(report), "evidence was refused");
        }
        List<String> request =
                new ArrayList<>(List.of("request", DemoCluster.APPLICATION, version, "--commit", commit));
        artifacts.forEach(artifact -> request.addAll(List.of("--artifact", artifact)));
        cli.json(request.toArray(String[]::new));
        out.println("$ slipway request " + DemoCluster.APPLICATION + " " + version + " --commit " + commit
                + " --artifact … (three, by digest)");
        return follow(DemoCluster.APPLICATION + "-" + version, ci, users);
    }

    /** Watches until it has ended; does meanwhile what CI and the approver would. */
    private ReleaseView follow(String id, DemoCi ci, LoadGenerator users) throws IOException {
        boolean staged = false;
        boolean approved = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        LiveView view = new LiveView(out, terminal, Clock.system(ZoneId.systemDefault()));
        Thread cursor = new Thread(view::close); // Ctrl-C must not leave a terminal without its cursor
        Runtime.getRuntime().addShutdownHook(cursor);
        try (view) {
            while (true) {
                ReleaseView release = ReleaseView.of(cli.json("status", id));
                view.show(release, terminal.live() ? List.of(usersLine(users.snapshot())) : List.of());
                if (release.ended()) {
                    return release;
                }
                if (System.nanoTime() > deadline) {
                    faults.add(id + " had not ended after " + PATIENCE.toSeconds() + " s");
                    return release;
                }
                if (!staged && isAt(release, "staging", "verifying")) {
                    staged = true;
                    for (String[] report : ci.afterStaging()) {
                        expect(cli.show(view::print, report), "evidence was refused");
                    }
                }
                if (!approved && isAt(release, "production", "gates")) {
                    approved = true;
                    expect(
                            cli.show(view::print, "approve", id, "--reason", "staging soaked well"),
                            "the approval was refused");
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    private static boolean isAt(ReleaseView release, String stage, String status) {
        return release.stages().stream()
                .anyMatch(one -> one.name().equals(stage) && one.status().equals(status));
    }

    private static String usersLine(LoadSnapshot seen) {
        return String.format(
                Locale.ROOT,
                "users: %,d requests, %d failed, p99 %.0f ms",
                seen.requests(),
                seen.failures(),
                seen.p99().toNanos() / 1e6);
    }

    /** What the trail and the users say about how the bad version came back. */
    private void rollback(LoadSnapshot users) {
        heading("How " + BAD + " came back");
        JsonNode triggered = null;
        JsonNode completed = null;
        for (JsonNode event : events(BAD)) {
            switch (event.path("type").asString()) {
                case "dev.slipway.RollbackTriggered" -> triggered = event;
                case "dev.slipway.RollbackCompleted" -> completed = event;
                default -> {}
            }
        }
        if (triggered == null || completed == null) {
            faults.add("the trail of " + BAD + " has no rollback");
            return;
        }
        expect(triggered.path("data").path("breach").isObject(), "the rollback names no breach");
        Instant seen = Instant.parse(triggered.path("data").path("observedAt").asString());
        Instant back = Instant.parse(completed.path("time").asString());
        out.println("breach:   " + triggered.path("data").path("detail").asString());
        for (JsonNode component : completed.path("data").path("components")) {
            out.printf(
                    "back on:  %-12s %s%s%n",
                    component.path("component").asString(),
                    component.path("version").asString(),
                    component.path("healthy").asBoolean() ? " (healthy)" : " (NOT healthy)");
        }
        out.printf(
                Locale.ROOT,
                "the last component was back at %s, %.2f s after the sample that showed it%n",
                back,
                Duration.between(seen, back).toMillis() / 1000.0);
        LoadSnapshot.Count bad = users.of(BAD);
        out.printf(
                Locale.ROOT,
                "users:    %d of %,d requests failed in all; %d of the %d that %s served%n",
                users.failures(),
                users.requests(),
                bad.failures(),
                bad.requests(),
                BAD);
        expect(
                users.failures() == bad.failures(),
                (users.failures() - bad.failures()) + " requests failed that " + BAD + " did not serve");
        expect(bad.requests() > 0, BAD + " never got any traffic");
    }

    /** At about one message a second, the last ones may still be on their way. */
    private void told() {
        await(() -> slack.messages().stream().anyMatch(message -> message.contains(BAD + ": rolled-back")));
        out.println("Slack was told (a stand-in that answers as Slack does):");
        slack.messages().forEach(message -> out.println("  " + message));
        expect(
                slack.messages().stream().anyMatch(message -> message.contains(GOOD + ": completed")),
                "nobody was told that " + GOOD + " is completed");
        expect(
                slack.messages().stream().anyMatch(message -> message.contains(BAD + ": rolled-back")),
                "nobody was told that " + BAD + " was rolled back");
    }

    /** Trail and evidence are built from events: they are there a moment after what they tell of. */
    private void awaitTrail(String version, String... last) {
        Path folder = evidence(version);
        await(() -> EVIDENCE.stream().allMatch(name -> Files.exists(folder.resolve(name)))
                && events(version).stream()
                        .map(event -> event.path("type").asString())
                        .collect(Collectors.toSet())
                        .containsAll(List.of(last)));
    }

    private List<JsonNode> events(String version) {
        return cli.json("trail", DemoCluster.APPLICATION + "-" + version)
                .path("records")
                .valueStream()
                .map(item -> item.path("event"))
                .toList();
    }

    private Path evidence(String version) {
        return platform.data().resolve("audit").resolve("evidence").resolve(DemoCluster.APPLICATION + "-" + version);
    }

    private static void await(BooleanSupplier there) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!there.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private void trail(String version) throws IOException {
        String id = DemoCluster.APPLICATION + "-" + version;
        expect(cli.show("trail", id), "the trail of " + version + " cannot be read");
        expect(cli.show("verify", id), "the trail of " + version + " does not verify");
        Path folder = evidence(version);
        for (String name : EVIDENCE) {
            expect(Files.exists(folder.resolve(name)), "there is no " + folder.resolve(name));
        }
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                out.println("evidence: " + files.map(Cli::typed).sorted().collect(Collectors.joining(" ")));
            }
        }
    }

    private void heading(String text) {
        out.println();
        out.println("── " + text);
        out.flush();
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise);
        }
    }
}
