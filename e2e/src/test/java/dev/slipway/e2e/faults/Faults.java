package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.e2e.faults.TcpProxy.Weather;
import dev.slipway.embedded.ChildProcess;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault after the other while a good and a bad release are on their way; afterwards nobody can tell. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // before all tests
abstract class Faults {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SLOW = Duration.ofMillis(50);
    private static final Duration LASTS = Duration.ofSeconds(5);
    static final Weather CUT = new Weather.Cut();
    static final Weather HANGING = new Weather.Hanging();
    static final Weather LOSING_REPLIES = new Weather.LosingReplies();

    /** To see one again: {@code -Dfault='store.*lost'}. */
    private static final Pattern WANTED = Pattern.compile(System.getProperty("fault", ""));

    private Landscape landscape;
    private Shops shops;
    private int patch;
    private String good;
    private String bad;
    private String spoiltBy = "";

    /** Begins, lasts until it has done what it does, and ends. */
    @FunctionalInterface
    interface Fault {
        void happen() throws Exception;
    }

    /** What they happen to. */
    abstract Parts parts();

    /** Each with its name. */
    abstract Stream<Arguments.ArgumentSet> all();

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        landscape = Landscape.start(folder, parts());
        shops = Shops.open(landscape, List.of("shop-a", "shop-b"));
    }

    @AfterAll
    void stop() throws Exception {
        if (landscape != null && !spoiltBy.isEmpty()) {
            landscape.explain();
        }
        if (shops != null) {
            shops.close();
        }
        if (landscape != null) {
            landscape.close();
            assertThat(spoiltBy)
                    .as("the fault that was not survived; fails here, too, to keep %s", landscape.folder())
                    .isEmpty();
        }
    }

    Stream<Arguments.ArgumentSet> faults() {
        return all().filter(fault -> WANTED.matcher(fault.getName()).find());
    }

    static Arguments.ArgumentSet fault(String name, Fault fault) {
        return argumentSet(name, name, fault);
    }

    Landscape landscape() {
        return landscape;
    }

    final Shops shops() {
        return shops;
    }

    /** The release that is in the middle of its canary, of an application whose other one goes wrong. */
    String good() {
        return good;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nobodyCanTell(String name, Fault fault) throws Exception {
        assumeThat(spoiltBy).as("a fault that was not survived").isEmpty();
        spoiltBy = name;
        Instant begin = Instant.now();
        String version = "v1.1." + ++patch;
        good = shops.request("shop-a", ImageBehaviour.healthy(version));
        bad = shops.request("shop-b", Shops.bad(version));
        shops.follow(good, view -> Shops.isAt(view, "production", "canary"));

        fault.happen();

        assertThat(shops.follow(good, Shops::hasEnded).path("status").asString())
                .isEqualTo("completed");
        assertThat(shops.follow(bad, Shops::hasEnded).path("status").asString()).isEqualTo("stopped");
        Quiet.await(landscape, shops);
        assertThat(new Judge(landscape, shops).verdict()).as(name).isEmpty();
        spoiltBy = "";
        System.out.printf(
                "%-60s nobody can tell after %d s%n",
                name, Duration.between(begin, Instant.now()).toSeconds());
    }

    /** It is not ready, and says why. */
    final void awaitUnwell(Service service, Part away) {
        awaitAnswer(service + " says that " + away.cause(), () -> {
            HttpResponse<String> readiness = landscape.get(service, "/actuator/health/readiness");
            assertThat(readiness.body()).contains(away.cause());
            assertThat(readiness.statusCode()).isEqualTo(503);
        });
    }

    /** What the alerts stand on says the same. */
    final void awaitGauge(Service service, Part part, boolean up) {
        awaitAnswer(
                part.gauge(service, up),
                () -> assertThat(landscape.get(service, "/actuator/prometheus").body())
                        .contains(part.gauge(service, up)));
    }

    final void awaitAnswer(String what, ThrowingRunnable holds) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(holds);
    }

    /** The sum of what the service's metrics have of that: a name, and labels as far as they tell it from others. */
    final double measured(Service service, String series) throws IOException {
        return landscape
                .get(service, "/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    final void awaitMeasured(Service service, String series, DoublePredicate wanted) {
        awaitAnswer(
                series + " of " + service,
                () -> assertThat(measured(service, series)).matches(wanted::test));
    }

    final void awayForAll(Part part, Fault goes, Fault comes) throws Exception {
        awayForAll(part, goes, () -> {}, comes);
    }

    /** All know it, and none of them knows better afterwards. */
    final void awayForAll(Part part, Fault goes, Fault meanwhile, Fault comes) throws Exception {
        goes.happen();
        for (Service service : Service.values()) {
            awaitUnwell(service, part);
            awaitGauge(service, part, false);
        }
        meanwhile.happen();
        comes.happen();
        for (Service service : Service.values()) {
            awaitGauge(service, part, true);
        }
    }

    final void bad(Service service, Part part, Weather weather) {
        TcpProxy network = part == Part.BROKER ? landscape.brokerOf(service) : landscape.storeOf(service);
        network.become(weather);
        awaitUnwell(service, part);
        network.become(new Weather.Fair());
    }

    /**
     * Not all services' health tells of the cluster: the fault lasts until the service has run into it more than once, and
     * for long enough to be no mere hiccup.
     */
    final void badCluster(Service service, Weather weather) {
        TcpProxy network = landscape.clusterOf(service);
        long met = network.tries() + network.chunks();
        Instant least = Instant.now().plus(LASTS);
        network.become(weather);
        awaitMet(network, met + 3);
        Awaitility.await("the fault lasts").until(() -> Instant.now().isAfter(least));
        network.become(new Weather.Fair());
    }

    /** The team hears of the good release's end only afterwards. */
    final void badTeam(Weather weather) {
        TcpProxy network = landscape.networkToTeam();
        long met = network.tries() + network.chunks();
        network.become(weather);
        shops.follow(good, Shops::hasEnded);
        awaitMet(network, met + 1);
        network.become(new Weather.Fair());
    }

    private static void awaitMet(TcpProxy network, long times) {
        Awaitility.await("somebody has tried")
                .atMost(PATIENCE)
                .until(() -> network.tries() + network.chunks() >= times);
    }

    final void slowCluster(Service service) {
        landscape.clusterOf(service).become(new Weather.Slow(SLOW));
        shops.follow(good, Shops::hasEnded);
        landscape.clusterOf(service).become(new Weather.Fair());
    }

    final void pause(Service service) throws Exception {
        landscape.process(service).pause();
        awaitMembers(service, Set.of());
        landscape.process(service).resume();
    }

    /** One of two stands still in the middle of its work until the other one has it, and goes on as if nothing had been. */
    final void zombie(Service service) throws Exception {
        ChildProcess other = landscape.startAnother(service);
        try {
            awaitMembers(service, Set.of("one", "two"));
            landscape.process(service).pause();
            awaitMembers(service, Set.of("two"));
            if (service == Service.GATE) { // who is asked how a release does
                Quiet.awaitNoLag(landscape);
            } else {
                shops.follow(good, Shops::hasEnded);
            }
            landscape.process(service).resume();
            awaitMembers(service, Set.of("one", "two"));
        } finally {
            other.kill();
        }
        awaitMembers(service, Set.of("one"));
    }

    /** Until its group consists of those instances. */
    private void awaitMembers(Service service, Set<String> instances) {
        Awaitility.await("the members of " + service + " are " + instances)
                .atMost(PATIENCE)
                .until(() -> members(service), instances::equals);
    }

    private Set<String> members(Service service) throws Exception {
        return landscape.admin().describeConsumerGroups(List.of(service.toString())).all().get().values().stream()
                .flatMap(group -> group.members().stream())
                .flatMap(member -> member.groupInstanceId().stream())
                .map(id -> id.substring(service.toString().length() + 1).replaceFirst("-\\d+$", ""))
                .collect(Collectors.toSet());
    }

    final void kill(Service service) throws Exception {
        landscape.process(service).kill();
        landscape.start(service);
    }
}
