package dev.slipway.gate.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.Event;
import dev.slipway.events.GateCheck;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.GatePlan;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.RollbackPlan;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.StagePlan;
import dev.slipway.gate.domain.Dossier;
import dev.slipway.gate.domain.Examples;
import dev.slipway.gate.domain.GateStatus;
import dev.slipway.gate.domain.Phase;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.ReleasePolicy;
import dev.slipway.gate.probe.HttpProber;
import dev.slipway.service.aggregate.Turn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A probe from its first try to its last: a real server is asked, and the clock is moved to when the state wants it. */
class ProbingTest {
    private static final Duration WITHIN = Duration.ofSeconds(6);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final HttpProber prober = new HttpProber();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger(503);
    private final Moved clock = new Moved();
    private final ReleaseBehaviour behaviour =
            new ReleaseBehaviour(new ReleasePolicy(Examples.CONDITIONS), prober, clock);

    @SuppressWarnings("NullAway.Init") // before each test
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/healthz", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(answers.get(), -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        prober.close();
    }

    @Test
    void theFirstAnswerAsExpectedPassesTheGate() {
        Decision.Become<Release> unready = work(verifying());
        assertThat(unready.wakeAt()).isEqualTo(Examples.NOON.plus(EVERY));
        assertThat(why(unready)).startsWith("GET " + url() + ": 503 in ");

        answers.set(200);
        clock.now = Examples.NOON.plus(EVERY);
        Decision.Become<Release> ready = work(unready.state());

        assertThat(events(ready)).hasExactlyElementsOfTypes(GatePassed.class, ReleaseCompleted.class);
        assertThat(asked).hasValue(2);
    }

    @Test
    void betweenTwoTriesNobodyIsAsked() {
        Decision.Become<Release> unready = work(verifying());

        clock.now = Examples.NOON.plus(EVERY).minusMillis(1);
        Decision.Become<Release> early = work(unready.state());

        assertThat(asked).hasValue(1);
        assertThat(early.wakeAt()).isEqualTo(Examples.NOON.plus(EVERY));
    }

    @Test
    void oneThatNeverAnswersAsExpectedFailsAfterItsTimeAndTheStageIsTakenBack() {
        Decision.Become<Release> decision = work(verifying());
        for (int tries = 1; tries < 3; tries++) {
            assertThat(decision.said()).isEmpty();
            clock.now = Examples.NOON.plus(EVERY.multipliedBy(tries));
            decision = work(decision.state());
        }
        clock.now = Examples.NOON.plus(WITHIN);
        Decision.Become<Release> over = work(decision.state());

        assertThat(asked).hasValue(4); // at 0, 2, 4 and 6 s
        assertThat(events(over)).hasExactlyElementsOfTypes(GateFailed.class, RollbackTriggered.class);
        assertThat(over.said().getFirst().event()).isInstanceOfSatisfying(GateFailed.class, failed -> {
            assertThat(failed.phase()).isEqualTo(GatePhase.VERIFICATION);
            assertThat(failed.cause()).isEqualTo(GateFailed.Cause.PROBE);
            assertThat(failed.detail()).contains("503 in ").endsWith("expected 200 within PT6S");
        });
        assertThat(over.state()).isInstanceOf(Release.RollingBack.class);
    }

    @Test
    void aRedirectIsAnAnswerOfItsOwn() {
        answers.set(302);

        assertThat(why(work(verifying()))).contains(": 302 in ");
    }

    @Test
    void thatNobodyListensIsAnAnswerToo() {
        Release verifying = verifying();
        server.stop(0);

        assertThat(why(work(verifying))).contains("ConnectException");
    }

    private Decision.Become<Release> work(Release state) {
        Decision<Release> decision =
                behaviour.decide(state, behaviour.work(new Turn<>("shop-v1.2.3", 1, state, clock.now)), clock.now);
        assertThat(decision).isInstanceOf(Decision.Become.class);
        return (Decision.Become<Release>) decision;
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/healthz";
    }

    private Release verifying() {
        Plan plan = new Plan(
                "revision-1",
                Examples.plan().components(),
                List.of(new StagePlan(
                        "staging",
                        new EnvironmentPlan("staging", "shop-staging"),
                        null,
                        List.of(),
                        new RolloutPlan.Rolling(Duration.ofMinutes(5)),
                        List.of(new GatePlan("healthy", new GateCheck.Probe(url(), 200, WITHIN, EVERY), "block")),
                        null)),
                RollbackPlan.IMMEDIATE,
                List.of());
        return new Release.InStage(
                new Dossier(Examples.request(plan, "manual"), Examples.ARTIFACTS, List.of(), List.of(), List.of()),
                0,
                Examples.NOON,
                new Phase.Verifying(Examples.NOON, true, List.of()),
                List.of());
    }

    private static String why(Decision.Become<Release> decision) {
        List<GateStatus> gates = ((Release.InStage) decision.state()).gates();
        assertThat(gates).extracting(GateStatus::status).containsExactly(GateStatus.Status.PENDING);
        return gates.getFirst().why();
    }

    private static List<Event> events(Decision.Become<Release> decision) {
        return decision.said().stream().map(Said::event).toList();
    }

    private static final class Moved extends Clock {
        private Instant now = Examples.NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
