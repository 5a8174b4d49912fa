package dev.slipway.simulation;

import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose turn it is, among all that could do something now; and when time passes, because nobody can. */
final class Turns {
    private static final int DEEPEST_STALL = 2;
    private static final int DEEPEST_CALL = 2;
    private static final int MOST_MEANWHILE = 4;
    private static final Duration LONGEST_CALL = Duration.ofSeconds(8);
    private static final int RARELY_SLOW = 10;
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int MOST_LOOKS = 100;

    private final World world;
    private final Chance chance;
    private final Timeline time;
    private final List<Runnable> possible = new ArrayList<>();
    private boolean disturbed;
    private int calls;
    private int stalls;
    private int looks;

    Turns(World world, Chance chance, Timeline time) {
        this.world = world;
        this.chance = chance;
        this.time = time;
    }

    /** Something went wrong: all look around soon for what was left behind. */
    void disturb() {
        disturbed = true;
    }

    /** One thing that can happen happens; false where nothing will until then. */
    boolean step(@Nullable Instance except, Instant until) {
        possible.clear();
        for (Instance one : world.processes().living()) {
            if (one.canRun() && one != except) {
                if (one.canPoll()) {
                    possible.add(() -> one.poll(chance));
                }
                if (one.canFire()) {
                    possible.add(one::fire);
                }
            }
        }
        if (time.isDue()) {
            possible.add(time::act);
        }
        if (possible.isEmpty()) {
            return passTime(except, until);
        }
        world.guarded(chance.oneOf(possible));
        return true;
    }

    /** To when something can happen next. What was left behind by somebody who died is found by the next look around. */
    private boolean passTime(@Nullable Instance except, Instant until) {
        List<Instance> able = new ArrayList<>();
        Instant next = time.next();
        for (Instance one : world.processes().living()) {
            if (one.canRun() && one != except) {
                able.add(one);
                next = one.next().isBefore(next) ? one.next() : next;
            }
        }
        Instant look = world.now().plus(LOOK);
        Instant forgotten = looks < MOST_LOOKS ? forgotten(next) : Instant.MAX;
        if (!disturbed && forgotten.isAfter(look)) {
            look = forgotten;
        }
        Instant then = next.isBefore(look) ? next : look;
        if (then.isAfter(until)) {
            return false;
        }
        if (disturbed || forgotten.isBefore(Instant.MAX)) {
            looks = disturbed ? 0 : looks + 1;
            disturbed = false;
            time.moveTo(then);
            able.forEach(one -> world.guarded(one::sweep));
            return true;
        }
        looks = 0;
        if (next.equals(Instant.MAX)) {
            return false;
        }
        time.moveTo(next);
        return true;
    }

    /** When the first is due that nobody who is there has planned, if before then; {@link Instant#MAX} for none. */
    private Instant forgotten(Instant before) {
        Instant first = Instant.MAX;
        for (Map.Entry<World.Collection, InMemoryAggregateStore> entry :
                world.documents().entrySet()) {
            String service = entry.getKey().service();
            Duration ahead = world.processes().ahead(service);
            if (ahead == null) {
                continue; // who starts again looks around by itself
            }
            Instant horizon = before.equals(Instant.MAX) ? before : before.plus(ahead);
            for (AggregateStore.Due due : entry.getValue().due(horizon, 100)) {
                Instant at = due.at().minus(ahead);
                if (at.isBefore(first) && !world.processes().plan(service, due.id())) {
                    first = at;
                }
            }
        }
        return first;
    }

    /** The process stands still while all others go on without it, and then goes on where it was. */
    void stall(Instance who) {
        if (stalls >= DEEPEST_STALL) {
            return;
        }
        stalls++;
        world.processes().stall(who, true);
        Instant until = world.now().plusSeconds(chance.below(120));
        int most = chance.below(400);
        for (int i = 0; i < most && (world.now().isBefore(until) || i < 20); i++) {
            if (!step(who, Instant.MAX)) {
                break;
            }
        }
        world.processes().stall(who, false);
        disturbed = true;
        stalls--;
        world.story().tell(who.toString(), "goes on");
    }

    /** A call to somebody outside takes its time, and other threads go on, those of the same process too. */
    void meanwhile() {
        if (calls >= DEEPEST_CALL || !chance.oneIn(RARELY_SLOW)) {
            return;
        }
        calls++;
        Instant answered = world.now().plus(LONGEST_CALL);
        int most = 1 + chance.below(MOST_MEANWHILE);
        for (int i = 0; i < most && step(null, answered); i++) {
            // as many as come in between
        }
        calls--;
    }
}
