package dev.slipway.simulation;

import dev.slipway.events.Topic;
import dev.slipway.service.messaging.EventListener;
import dev.slipway.service.messaging.Intake;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A process as a member of its service's consumer group. */
final class Member {
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final int MOST_DOUBLINGS = 6;
    private static final int MOST_IN_A_POLL = 5;

    private final World world;
    private final Instance process;
    private final List<Topic> topics;
    private final Intake intake;
    private List<Reading> readings = List.of();
    private int generation;
    private Instant again = Instant.MIN;
    private int failures;

    /** Where it has come to in a partition that is its own. */
    private static final class Reading {
        private final Bus.Partition log;
        private final Duration lag;
        private int taken;
        private int committed;

        private Reading(Bus.Partition log, Duration lag, int committed) {
            this.log = log;
            this.lag = lag;
            this.taken = committed;
            this.committed = committed;
        }

        /** When there is something to hear, or was; {@link Instant#MAX} where nothing is said. */
        Instant next() {
            return taken < log.size() ? log.at(taken).plus(lag) : Instant.MAX;
        }

        boolean isBehind(Instant now) {
            return taken < log.size() && !next().isAfter(now);
        }

        boolean isUncommitted() {
            return committed < taken;
        }
    }

    private record Batch(Reading reading, int until) {}

    Member(World world, Instance process, List<Topic> topics, EventListener listener) {
        this.world = world;
        this.process = process;
        this.topics = topics;
        this.intake = new Intake(
                world.bus()::decode,
                listener,
                (message, reason) -> world.faults().run(process, Call.KEEP_DEAD_LETTER, reason, () -> {
                    world.story().tell(process.toString(), "puts aside: " + reason);
                    if (world.defect().keepsDeadLetters()) {
                        world.bus().keepDead(process.service(), message);
                    }
                }));
    }

    List<TopicPartition> wanted() {
        return world.bus().places(topics);
    }

    /** The group gives it these, from where the group has come to. */
    void assign(List<TopicPartition> places) {
        generation++;
        readings = places.stream()
                .map(place -> new Reading(
                        world.bus().log(place),
                        world.lags().of(process.service(), place),
                        world.bus().committed(process.service(), place)))
                .toList();
    }

    /** Whether something waits to be heard, or to be committed. */
    boolean canPoll() {
        if (again.isAfter(world.now())) {
            return false;
        }
        for (Reading one : readings) {
            if (one.isBehind(world.now()) || one.isUncommitted()) {
                return true;
            }
        }
        return false;
    }

    /** When it tries again what has failed, or hears what is late; {@link Instant#MAX} where it only waits for others. */
    Instant next() {
        Instant next = again.isAfter(world.now()) ? again : Instant.MAX;
        for (Reading one : readings) {
            if (!one.lag.isZero()) {
                Instant at = one.next();
                next = at.isAfter(world.now()) && at.isBefore(next) ? at : next;
            }
        }
        return next;
    }

    void poll(Chance chance) {
        try {
            world.faults().reach(process, Call.POLL);
        } catch (Outage e) {
            world.unexpected(e);
            retryLater();
            return;
        }
        List<Reading> behind =
                readings.stream().filter(one -> one.isBehind(world.now())).toList();
        if (behind.isEmpty()) {
            commit();
            return;
        }
        Reading sure = chance.oneOf(behind);
        List<Batch> batches = new ArrayList<>();
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        for (Reading one : behind) {
            if (one == sure || chance.oneIn(4)) {
                int until = Math.min(one.log.size(), one.taken + 1 + chance.below(MOST_IN_A_POLL));
                messages.addAll(one.log.messages(one.taken, until));
                batches.add(new Batch(one, until));
            }
        }
        take(messages, batches);
    }

    private void take(List<ConsumerRecord<String, byte[]>> messages, List<Batch> batches) {
        int mine = generation;
        if (world.defect().commitsFirst()) {
            batches.forEach(batch -> batch.reading.log.commit(process.service(), batch.until));
        }
        try {
            intake.take(messages);
        } catch (RuntimeException e) {
            world.unexpected(e);
            if (mine == generation) {
                retryLater();
            }
            return;
        }
        if (mine == generation) { // else the broker refuses the commit of one that is not in the group any more
            batches.forEach(batch -> batch.reading.taken = batch.until);
            commit();
        }
    }

    /** Tried again at the next poll where it failed. */
    private void commit() {
        try {
            world.faults().run(process, Call.COMMIT, "", () -> {
                for (Reading one : readings) {
                    if (one.isUncommitted()) {
                        one.log.commit(process.service(), one.taken);
                        one.committed = one.taken;
                    }
                }
            });
            failures = 0;
        } catch (Outage e) {
            world.unexpected(e);
            retryLater();
        }
    }

    private void retryLater() {
        again = world.now().plus(FIRST_RETRY.multipliedBy(1L << Math.min(failures++, MOST_DOUBLINGS)));
    }
}
