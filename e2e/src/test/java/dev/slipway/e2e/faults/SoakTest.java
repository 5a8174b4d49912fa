package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.faults.TcpProxy.Weather;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many releases with a random fault every few seconds. {@code -Dslipway.soak.releases=N} (500), {@code -Dslipway.soak.seed=N}
 * of the faults: which, and to whom. What they meet is up to the processes. Prints the services' memory as it goes.
 */
@Tag("faults")
class SoakTest {
    private static final int RELEASES = Integer.getInteger("slipway.soak.releases", 500);
    private static final long SEED = Long.getLong("slipway.soak.seed", 1);
    private static final int APPLICATIONS = 10;
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Duration LASTS = Duration.ofSeconds(2);

    /** Of the good releases. */
    private static final double MOST = 0.8;

    private final Random chance = new Random(SEED);
    private final Map<String, Integer> faults = new TreeMap<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final Set<String> good = ConcurrentHashMap.newKeySet();
    private final Set<String> bad = ConcurrentHashMap.newKeySet();

    @Test
    void nothingIsLostAndMemoryIsFlat(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        List<String> names =
                IntStream.range(0, APPLICATIONS).mapToObj(i -> "shop-" + i).toList();
        try (Landscape landscape = Landscape.start(folder);
                Shops shops = Shops.open(landscape, names);
                ExecutorService teams = Executors.newVirtualThreadPerTaskExecutor()) {
            soak(landscape, shops, names, teams);
        }
    }

    private void soak(Landscape landscape, Shops shops, List<String> names, ExecutorService teams) throws Exception {
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String name : names) {
                all.add(teams.submit(() -> releases(shops, name)));
            }
            System.out.println("seed " + SEED);
            var memory = new Memory();
            Instant begin = Instant.now();
            for (Future<?> team : all) {
                while (!isOver(team, BETWEEN)) {
                    inject(landscape, team);
                    System.out.printf(
                            "%4d s  %3d of %d releases  MB %s  faults %s%n",
                            Duration.between(begin, Instant.now()).toSeconds(),
                            ended.get(),
                            RELEASES,
                            memory.look(landscape),
                            faults);
                }
            }
            Quiet.await(landscape, shops);
            memory.look(landscape);
            System.out.printf(
                    "%d releases, %d faults, lag back to zero after %d s%n",
                    ended.get(),
                    faults.values().stream().mapToInt(Integer::intValue).sum(),
                    Duration.between(begin, Instant.now()).toSeconds());
            assertThat(new Judge(landscape, shops).verdict()).isEmpty();
            assertThat(ended).hasValue(RELEASES / APPLICATIONS * APPLICATIONS);
            requireRightEnds(landscape);
            System.out.println(memory.requireFlat());
        } catch (Exception | AssertionError e) {
            landscape.explain();
            throw e;
        }
    }

    private void releases(Shops shops, String name) {
        for (int i = 1; i <= RELEASES / APPLICATIONS; i++) {
            boolean isBad = i % 4 == 0;
            String version = "v1.1." + i;
            String release = shops.request(name, isBad ? Shops.bad(version) : ImageBehaviour.healthy(version));
            (isBad ? bad : good).add(release);
            shops.follow(release, Shops::hasEnded);
            ended.incrementAndGet();
        }
    }

    /** A good one may be taken back where its users met a fault; a rule that takes back all of them would be no rule. */
    private void requireRightEnds(Landscape landscape) {
        Set<String> completed = Said.in(landscape.bootstrap()).events().stream()
                .filter(event -> event.event() instanceof ReleaseCompleted)
                .map(event -> event.release().value())
                .collect(Collectors.toSet());
        assertThat(completed).doesNotContainAnyElementsOf(bad);
        long well = good.stream().filter(completed::contains).count();
        System.out.printf("%d of %d good releases are complete, none of %d bad ones%n", well, good.size(), bad.size());
        assertThat(well).isGreaterThanOrEqualTo((long) (good.size() * MOST));
    }

    /** The time between two faults passes here, and that which a fault lasts. */
    private static boolean isOver(Future<?> team, Duration time) throws Exception {
        try {
            team.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        }
    }

    private void inject(Landscape landscape, Future<?> team) throws Exception {
        Service service = List.of(Service.values()).get(chance.nextInt(Service.values().length));
        TcpProxy network =
                switch (chance.nextInt(3)) {
                    case 0 -> landscape.brokerOf(service);
                    case 1 -> landscape.storeOf(service);
                    default -> landscape.clusterOf(chance.nextBoolean() ? Service.DEPLOY : Service.CANARY);
                };
        switch (chance.nextInt(9)) {
            case 0 -> {
                count("kill -9 of a service");
                landscape.process(service).kill();
                landscape.start(service);
            }
            case 1 -> {
                count("SIGSTOP of a service");
                landscape.process(service).pause();
                isOver(team, LASTS);
                landscape.process(service).resume();
            }
            case 2 -> {
                count("kill -9 of the broker");
                landscape.broker().kill();
                landscape.broker().start();
            }
            case 3 -> {
                count("kill -9 of the store");
                landscape.store().kill();
                landscape.store().restart();
            }
            case 4, 5 -> spoil(team, "cut", network, new Weather.Cut());
            case 6 -> spoil(team, "hanging", network, new Weather.Hanging());
            case 7 -> spoil(team, "slow", network, new Weather.Slow(Duration.ofMillis(20)));
            default -> spoil(team, "losing replies", network, new Weather.LosingReplies());
        }
    }

    private void spoil(Future<?> team, String name, TcpProxy network, Weather weather) throws Exception {
        count("network " + name);
        network.become(weather);
        isOver(team, LASTS);
        network.become(new Weather.Fair());
    }

    private void count(String fault) {
        faults.merge(fault, 1, Integer::sum);
    }
}
