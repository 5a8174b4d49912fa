package dev.slipway.service.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.service.resilience.OutsideSystem.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutsideSystemTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void aCallThatTakesTooLongIsInterruptedAndFails() {
        var interrupted = new AtomicBoolean();
        try (var system = new OutsideSystem("metrics", Duration.ofMillis(50), 1, 1)) {
            assertThatThrownBy(() -> system.call(() -> {
                        try {
                            return forever();
                        } catch (InterruptedException e) {
                            interrupted.set(true);
                            throw e;
                        }
                    }))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("metrics")
                    .hasMessageContaining("no answer within 50 ms");
            await().untilTrue(interrupted);
        }
    }

    @Test
    void whatFailsIsTriedAgain() {
        try (var system = new OutsideSystem("metrics", LONG, 3, 1)) {
            assertThat(system.<String>call(() -> {
                        if (calls.incrementAndGet() < 3) {
                            throw new IOException("not yet");
                        }
                        return "well";
                    }))
                    .isEqualTo("well");
        }
        assertThat(calls).hasValue(3);
    }

    @Test
    void afterTheLastTryItIsUnavailableAndTheCauseIsNamed() {
        try (var system = new OutsideSystem("metrics", LONG, 2, 1)) {
            assertThatThrownBy(() -> system.call(this::fail))
                    .isInstanceOf(Unavailable.class)
                    .hasRootCauseMessage("broken");
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    void aSystemThatOnlyFailsIsLeftAloneForAWhileAndAskedAgainAfterIt() {
        try (var system = new OutsideSystem("metrics", LONG, 1, 1)) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> system.call(this::fail)).hasRootCauseMessage("broken");
            }

            assertThatThrownBy(() -> system.call(this::fail))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("OPEN");
            assertThat(calls).as("the eleventh was not let through").hasValue(10);

            await().ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(system.<String>call(() -> "well")).isEqualTo("well"));
        }
    }

    @Test
    void moreCallsThanAllowedWaitForAPlace() throws InterruptedException, ExecutionException {
        var busy = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        try (var system = new OutsideSystem("metrics", LONG, 1, 1);
                ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = caller.submit(() -> system.<String>call(() -> {
                busy.countDown();
                free.await();
                return "first";
            }));
            busy.await();
            Future<String> second = caller.submit(() -> system.<String>call(() -> {
                calls.incrementAndGet();
                return "second";
            }));
            assertThat(calls).as("while the first is in it").hasValue(0);
            free.countDown();

            assertThat(first.get()).isEqualTo("first");
            assertThat(second.get()).isEqualTo("second");
        }
    }

    /** Whoever stops a worker has to see that it did, and nothing more is tried. */
    @Test
    void anInterruptEndsTheTriesAndIsKept() throws InterruptedException {
        var started = new CountDownLatch(1);
        var kept = new AtomicBoolean();
        try (var system = new OutsideSystem("metrics", LONG, 3, 1)) {
            Thread worker = Thread.ofVirtual().start(() -> {
                try {
                    system.call(() -> {
                        calls.incrementAndGet();
                        started.countDown();
                        return forever();
                    });
                } catch (Unavailable e) {
                    kept.set(Thread.currentThread().isInterrupted());
                }
            });
            started.await();
            worker.interrupt();
            worker.join();
        }
        assertThat(kept).isTrue();
        assertThat(calls).hasValue(1);
    }

    private String fail() throws IOException {
        calls.incrementAndGet();
        throw new IOException("broken");
    }

    private static String forever() throws InterruptedException {
        new CountDownLatch(1).await();
        return "never";
    }
}
