package dev.slipway.service.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DueTimesTest {
    private final Clock clock = Clock.systemUTC();
    private final InMemoryAggregateStore store = new InMemoryAggregateStore();
    private final DueTimes dueTimes = new DueTimes("test", store, clock);
    private final BlockingQueue<String> worked = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        dueTimes.close();
    }

    @Test
    void whatIsDueIsWorkedOnAtOnce() throws InterruptedException {
        dueTimes.start(worked::add);

        dueTimes.schedule("a", clock.instant().minusSeconds(1));

        assertThat(worked.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void whatIsDueLaterIsWorkedOnAtItsTimeAndNotBefore() throws InterruptedException {
        BlockingQueue<Instant> at = new LinkedBlockingQueue<>();
        dueTimes.start(_ -> at.add(clock.instant()));
        Instant due = clock.instant().plusMillis(300);

        dueTimes.schedule("a", due);

        Instant worked = at.poll(5, TimeUnit.SECONDS);
        assertThat(worked).isBetween(due.minusMillis(1), due.plusSeconds(2));
    }

    @Test
    void anEarlierTimeReplacesALaterOneAndALaterOneDoesNot() throws InterruptedException {
        dueTimes.start(worked::add);
        dueTimes.schedule("a", clock.instant().plusSeconds(3_600));

        dueTimes.schedule("a", clock.instant().plusMillis(50));
        dueTimes.schedule("a", clock.instant().plusSeconds(3_600));

        assertThat(worked.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void whatAnotherProcessLeftBehindIsFoundInTheStore() throws InterruptedException {
        store.saveIfUnchanged(
                new StoredAggregate(
                        "a", 1, "{}", 0, List.of(), List.of(), List.of(), Instant.EPOCH, null, null, Map.of()),
                null);

        dueTimes.start(worked::add);

        assertThat(worked.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void workThatFailsIsDoneAgainWithGrowingDelays() {
        List<Instant> tries = new CopyOnWriteArrayList<>();
        var well = new CountDownLatch(1);
        dueTimes.start(_ -> {
            tries.add(clock.instant());
            if (tries.size() < 5) {
                throw new IllegalStateException("try " + tries.size());
            }
            well.countDown();
        });

        dueTimes.schedule("a", clock.instant());

        await().atMost(Duration.ofSeconds(20)).until(() -> well.getCount() == 0);
        // With jitter between a half and the whole of 200, 400, 800 and 1600 ms, less a rounded millisecond.
        assertThat(between(tries, 0)).isGreaterThanOrEqualTo(Duration.ofMillis(99));
        assertThat(between(tries, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(199));
        assertThat(between(tries, 2)).isGreaterThanOrEqualTo(Duration.ofMillis(399));
        assertThat(between(tries, 3)).isGreaterThanOrEqualTo(Duration.ofMillis(799));
    }

    @Test
    void anErrorIsAFailureToo() throws InterruptedException {
        var tries = new AtomicInteger();
        dueTimes.start(id -> {
            if (tries.incrementAndGet() == 1) {
                throw new StackOverflowError("the first");
            }
            worked.add(id);
        });

        dueTimes.schedule("a", clock.instant());

        assertThat(worked.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void oneAggregateIsNeverWorkedOnTwiceAtATimeAndNothingIsForgotten() throws InterruptedException {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var rounds = new AtomicInteger();
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        dueTimes.start(_ -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            entered.countDown();
            awaitUninterrupted(leave);
            inside.decrementAndGet();
            rounds.incrementAndGet();
        });
        dueTimes.schedule("a", clock.instant());
        entered.await();

        for (int i = 0; i < 100; i++) {
            dueTimes.schedule("a", clock.instant());
        }
        leave.countDown();

        await().until(() -> rounds.get() >= 2 && inside.get() == 0);
        assertThat(most).hasValue(1);
    }

    @Test
    void aSlowOneHoldsUpNoOther() throws InterruptedException {
        var leave = new CountDownLatch(1);
        dueTimes.start(id -> {
            if (id.equals("slow")) {
                awaitUninterrupted(leave);
            }
            worked.add(id);
        });
        dueTimes.schedule("slow", clock.instant());

        dueTimes.schedule("quick", clock.instant());

        assertThat(worked.poll(5, TimeUnit.SECONDS)).isEqualTo("quick");
        leave.countDown();
        assertThat(worked.poll(5, TimeUnit.SECONDS)).isEqualTo("slow");
    }

    /** Thousands that are due together would only make each other time out at the store. */
    @Test
    void soManyAreWorkedOnAtOnceAndNoMore() {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var leave = new CountDownLatch(1);
        dueTimes.start(id -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            awaitUninterrupted(leave);
            inside.decrementAndGet();
            worked.add(id);
        });

        for (int i = 0; i < 3 * DueTimes.AT_ONCE; i++) {
            dueTimes.schedule("a" + i, clock.instant());
        }
        await().until(() -> inside.get() == DueTimes.AT_ONCE);
        leave.countDown();

        await().until(() -> worked.size() == 3 * DueTimes.AT_ONCE);
        assertThat(most).hasValue(DueTimes.AT_ONCE);
    }

    /** An outbox is full for the moment between the save and the broker's answer, whenever somebody looks. */
    @Test
    void whatIsBeingSaidIsNotTakenForLeftBehindUntilTheNextLook() throws InterruptedException {
        saveUnsaid("left by the process before");
        dueTimes.start(worked::add);
        assertThat(worked.poll(5, TimeUnit.SECONDS)).isEqualTo("left by the process before");
        store.markPublished("left by the process before", 1, null);

        saveUnsaid("a");
        dueTimes.look();
        assertThat(worked.poll(100, TimeUnit.MILLISECONDS)).isNull();
        dueTimes.look();

        assertThat(worked.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void whileItCannotLookItDoesNotKnowWhatIsLate() {
        AtomicBoolean away = new AtomicBoolean(true);
        AggregateStore unreliable = (AggregateStore) Proxy.newProxyInstance(
                AggregateStore.class.getClassLoader(), new Class<?>[] {AggregateStore.class}, (_, call, arguments) -> {
                    if (away.get()) {
                        throw new IllegalStateException("the store is away");
                    }
                    return call.invoke(store, arguments);
                });
        try (DueTimes blind = new DueTimes("test", unreliable, clock)) {
            blind.look();
            assertThat(blind.backlog().isBlind()).isTrue();

            away.set(false);
            blind.look();
            assertThat(blind.backlog().isBlind()).isFalse();
        }
    }

    private void saveUnsaid(String id) {
        store.saveIfUnchanged(
                new StoredAggregate(id, 1, "{}", 0, List.of(), List.of("{}"), List.of(), null, null, null, Map.of()),
                null);
    }

    private static Duration between(List<Instant> tries, int index) {
        return Duration.between(tries.get(index), tries.get(index + 1));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
