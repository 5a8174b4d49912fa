package dev.slipway.service.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Actor;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Scope;
import dev.slipway.events.WatchPassed;
import dev.slipway.service.aggregate.Counting.Count;
import dev.slipway.service.aggregate.Counting.Order;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AggregatesTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ID = "shop-v1.0.0";

    private final InMemoryAggregateStore store = new InMemoryAggregateStore();
    private final List<EventEnvelope> said = new ArrayList<>();
    private final Counting behaviour = new Counting();
    private boolean brokerIsThere = true;
    private Runnable duringPublish = () -> {};
    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final DueTimes dueTimes = new DueTimes("test", store, clock);
    private final Aggregates<Count, Order> aggregates = instance("one");

    private Aggregates<Count, Order> instance(String owner) {
        return new Aggregates<>("counting", owner, behaviour, store, this::publish, clock, dueTimes);
    }

    private void publish(List<EventEnvelope> events) {
        if (!brokerIsThere) {
            throw new IllegalStateException("no broker");
        }
        duringPublish.run();
        said.addAll(events);
    }

    @AfterEach
    void stop() {
        dueTimes.close();
    }

    @Test
    void saysWhatItDecidesWithDerivedIdsAndARisingClock() {
        aggregates.on(begin(4));
        aggregates.on(add("e2", 9));

        assertThat(said).hasSize(1);
        EventEnvelope event = said.getFirst();
        assertThat(event.id()).isEqualTo(new EventId("counting/" + ID + "/2/0"));
        assertThat(event.clock()).isEqualTo(10);
        assertThat(event.causation()).isEqualTo(new EventId("e2"));
        assertThat(event.event()).isEqualTo(new WatchPassed("production", 1));
        assertThat(store.load(ID).orElseThrow().outbox()).isEmpty();
    }

    @Test
    void takesARepeatedEventOnce() {
        aggregates.on(begin(1));
        aggregates.on(add("e2", 2));
        aggregates.on(add("e2", 2));

        assertThat(aggregates.state(ID)).contains(new Count(true, 1, false));
        assertThat(said).hasSize(1);
    }

    @Test
    void keepsAnEarlyEventUntilItFits() {
        aggregates.on(add("e2", 2));
        aggregates.on(add("e3", 3));
        assertThat(said).isEmpty();

        aggregates.on(begin(1));

        assertThat(aggregates.state(ID)).contains(new Count(true, 2, false));
        assertThat(said)
                .extracting(EventEnvelope::event)
                .containsExactly(new WatchPassed("production", 1), new WatchPassed("production", 2));
        assertThat(store.load(ID).orElseThrow().early()).isEmpty();
    }

    @Test
    void anEarlyEventThatAnOlderVersionDoesNotHearWaitsForTheNewerOneAndHoldsUpNothing() {
        aggregates.on(add("e2", 2));
        behaviour.hearsOfCanaries = false;

        aggregates.on(begin(1));
        assertThat(aggregates.state(ID)).contains(new Count(true, 0, false));
        behaviour.hearsOfCanaries = true;
        aggregates.on(add("e3", 3));

        assertThat(aggregates.state(ID)).contains(new Count(true, 2, false));
    }

    @Test
    void anEarlyEventThatIsRepeatedWaitsOnce() {
        aggregates.on(add("e2", 2));
        aggregates.on(add("e2", 2));
        aggregates.on(begin(1));

        assertThat(aggregates.state(ID)).contains(new Count(true, 1, false));
    }

    @Test
    void whatACrashLeftUnsaidIsSaidAgainWithTheSameIds() {
        aggregates.on(begin(1));
        brokerIsThere = false;
        assertThatThrownBy(() -> aggregates.on(add("e2", 2))).hasMessage("no broker");
        assertThat(store.load(ID).orElseThrow().outbox()).hasSize(1);

        brokerIsThere = true;
        instance("after the crash").on(add("e2", 2)); // the offset was never committed, so it comes again

        assertThat(said).extracting(EventEnvelope::id).containsExactly(new EventId("counting/" + ID + "/2/0"));
        assertThat(aggregates.state(ID)).contains(new Count(true, 1, false));
        assertThat(store.load(ID).orElseThrow().outbox()).isEmpty();
    }

    @Test
    void whatACrashLeftUnsaidIsSaidByTheSweepOfAnother() {
        aggregates.on(begin(1));
        brokerIsThere = false;
        assertThatThrownBy(() -> aggregates.on(add("e2", 2))).hasMessage("no broker");
        brokerIsThere = true;

        assertThat(store.due(NOON, 10)).extracting(AggregateStore.Due::id).containsExactly(ID);
        instance("another").work(ID);

        assertThat(said).hasSize(1);
        assertThat(store.due(NOON, 10)).isEmpty();
    }

    @Test
    void decidesAgainWhereSomebodyElseSavedFirst() {
        aggregates.on(begin(1));
        AggregateStore racing = new LosingOnce(store, () -> instance("faster").on(add("e2", 2)));
        Aggregates<Count, Order> slower =
                new Aggregates<>("counting", "slower", behaviour, racing, this::publish, clock, dueTimes);

        slower.on(add("e3", 3));

        assertThat(aggregates.state(ID)).contains(new Count(true, 2, false));
        assertThat(said).extracting(EventEnvelope::id).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void aRefusalIsAValueAndWhatItSaysIsSaid() {
        aggregates.on(begin(1));

        Outcome<Count> outcome = aggregates.handle(ID, Incoming.command(Order.REFUSE_ALOUD, null));

        assertThat(Optional.ofNullable(outcome.refusal()).orElseThrow().code()).isEqualTo("no");
        assertThat(said).singleElement().extracting(EventEnvelope::actor).isEqualTo(Actor.person("ada"));
        assertThat(aggregates.state(ID)).contains(new Count(true, 0, false));
    }

    @Test
    void aRuleThatThrowsIsABugOfThatEventAndChangesNothing() {
        aggregates.on(begin(1));

        assertThatThrownBy(() -> aggregates.on(breaking("e2", 2))).isInstanceOf(RuleFailure.class);

        assertThat(aggregates.state(ID)).contains(new Count(true, 0, false));
    }

    @Test
    void whatNoBrokerTakesIsRefusedBeforeItIsInAnOutboxAndHoldsUpNothingElse() {
        aggregates.on(begin(1));

        assertThatThrownBy(() -> aggregates.handle(ID, Incoming.command(Order.SHOUT, null)))
                .isInstanceOf(RuleFailure.class)
                .hasMessageContaining("its ApprovalGiven is larger than the 900000 bytes that are sent");
        aggregates.on(add("e2", 2));

        assertThat(said).extracting(EventEnvelope::event).containsExactly(new WatchPassed("production", 1));
    }

    @Test
    void workIsDoneOnceHoweverOftenItIsAskedFor() {
        aggregates.handle(ID, Incoming.command(Order.WANT_WORK, null));

        aggregates.work(ID);
        aggregates.work(ID);
        instance("another").work(ID);

        assertThat(behaviour.worked).hasValue(1);
        assertThat(aggregates.state(ID)).contains(new Count(true, 1, false));
        assertThat(store.load(ID).orElseThrow().lease()).isNull();
    }

    @Test
    void nobodyWorksWhileAnotherHoldsTheLease() {
        aggregates.handle(ID, Incoming.command(Order.WANT_WORK, null));
        store.claim(ID, "another", NOON, NOON, NOON.plusSeconds(30));

        aggregates.work(ID);

        assertThat(behaviour.worked).hasValue(0);
    }

    @Test
    void workThatWaitsIsDoneAtOnceWhereWhatItWaitsForMayHaveCome() {
        dueTimes.start(aggregates::work);
        aggregates.handle(ID, Incoming.command(Order.WANT_WORK_TOMORROW, null));
        aggregates.work(ID);
        assertThat(behaviour.worked).as("not due").hasValue(0);

        aggregates.wake(ID);

        await().untilAsserted(() -> assertThat(aggregates.state(ID)).contains(new Count(true, 1, false)));
        aggregates.wake(ID);
        aggregates.work(ID);
        assertThat(behaviour.worked).as("nothing waits any more").hasValue(1);
    }

    /** Else the event that it waited for, which is well, would go to the dead letters, and with it every one after it. */
    @Test
    void aRuleThatThrowsOnAnEarlyEventIsNoFaultOfTheEventThatItWaitedFor() {
        aggregates.on(breaking("broken", 2));
        aggregates.on(add("e2", 3));

        aggregates.on(begin(1));
        aggregates.on(add("e3", 4));

        assertThat(aggregates.state(ID)).contains(new Count(true, 2, false));
        assertThat(store.load(ID).orElseThrow().early())
                .as("kept, for a version whose rules can take it")
                .singleElement()
                .asString()
                .contains("broken");
    }

    @Test
    void workWhoseResultTheRulesIgnoreIsABugThatIsSaid() {
        aggregates.handle(ID, Incoming.command(Order.WANT_WORK, null));
        behaviour.workComesTo = Order.IGNORE;

        assertThatThrownBy(() -> aggregates.work(ID))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(ID, "IGNORE", "done for ever");

        assertThat(store.load(ID).orElseThrow().lease())
                .as("free for the next try")
                .isNull();
    }

    @Test
    void whatAZombiesWorkComesToChangesNothingMore() {
        aggregates.handle(ID, Incoming.command(Order.WANT_WORK, null));
        behaviour.duringWork = () -> {
            behaviour.duringWork = () -> {};
            store.release(ID, "one"); // its lease has run out
            instance("another").work(ID);
        };

        aggregates.work(ID);

        assertThat(behaviour.worked).hasValue(2);
        assertThat(aggregates.state(ID)).contains(new Count(true, 1, false));
    }

    @Test
    void whoSavesWhileAnotherBeginsToWorkLeavesItsLease() {
        aggregates.handle(ID, Incoming.command(Order.WANT_WORK, null));
        var store = new LosingOnce(this.store, this::claimByAnother);

        new Aggregates<>("counting", "one", behaviour, store, this::publish, clock, dueTimes)
                .handle(ID, Incoming.command(Order.WANT_WORK, null));

        assertThat(leaseOwner()).isEqualTo("another");
    }

    @Test
    void whoWasOvertakenEndsNoLeaseButItsOwn() {
        aggregates.handle(ID, Incoming.command(Order.WANT_WORK, null));
        behaviour.duringWork = () -> {
            store.release(ID, "one"); // its lease has run out
            claimByAnother();
        };

        aggregates.work(ID);

        assertThat(aggregates.state(ID)).contains(new Count(true, 1, false));
        assertThat(leaseOwner()).isEqualTo("another");
    }

    @Test
    void whoWasOvertakenWhileItPublishedWhatWasLeftWorksNoMore() {
        leaveUnsaidAndWanted();
        duringPublish = () -> {
            store.release(ID, "one"); // its lease has run out
            claimByAnother();
        };

        aggregates.work(ID);

        assertThat(said).hasSize(1);
        assertThat(behaviour.worked).hasValue(0);
        assertThat(leaseOwner()).isEqualTo("another");
    }

    @Test
    void whatIsDueIsDoneOnceWhatWasLeftIsSaid() {
        leaveUnsaidAndWanted();

        aggregates.work(ID);

        assertThat(said).hasSize(1);
        assertThat(aggregates.state(ID)).contains(new Count(true, 2, false));
        assertThat(leaseOwner()).isNull();
    }

    private void leaveUnsaidAndWanted() {
        aggregates.on(begin(1));
        brokerIsThere = false;
        assertThatThrownBy(() -> aggregates.on(add("e2", 2))).hasMessage("no broker");
        assertThatThrownBy(() -> aggregates.handle(ID, Incoming.command(Order.WANT_WORK, null)))
                .hasMessage("no broker");
        brokerIsThere = true;
    }

    private void claimByAnother() {
        store.claim(ID, "another", NOON, NOON, NOON.plusSeconds(30));
    }

    private @Nullable String leaseOwner() {
        StoredAggregate.Lease lease = store.load(ID).orElseThrow().lease();
        return lease == null ? null : lease.owner();
    }

    @Test
    void workThatWasWantedBeforeARestartIsDoneAfterIt() {
        aggregates.handle(ID, Incoming.command(Order.WANT_WORK, null));

        try (DueTimes afterwards = new DueTimes("restarted", store, clock)) {
            var restarted =
                    new Aggregates<>("counting", "restarted", behaviour, store, this::publish, clock, afterwards);
            afterwards.start(restarted::work);

            await().untilAsserted(() -> assertThat(restarted.state(ID)).contains(new Count(true, 1, false)));
        }
    }

    private static EventEnvelope breaking(String id, long clock) {
        return envelope(
                id, clock, new DeploymentFailed("staging", Scope.FULL, DeploymentFailed.Cause.OTHER, null, "x"));
    }

    private static EventEnvelope begin(long clock) {
        return envelope("e1", clock, new GatePassed(GatePhase.ENTRY, null, List.of(), List.of(), "r"));
    }

    private static EventEnvelope add(String id, long clock) {
        return envelope(id, clock, new CanaryHealthy("production", 3));
    }

    private static EventEnvelope envelope(String id, long clock, Event event) {
        return new EventEnvelope(
                new EventId(id),
                "test",
                new ReleaseId(ID),
                "shop",
                "v1.0.0",
                "production",
                clock,
                null,
                Actor.service("test"),
                NOON,
                null,
                event);
    }
}
