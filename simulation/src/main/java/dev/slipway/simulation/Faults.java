package dev.slipway.simulation;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every call that a service makes to the outside goes through here. */
final class Faults {
    private static final List<Fault> ALL = List.of(Fault.values());

    private final Map<Integer, Slot> plan = new HashMap<>();
    private final World world;
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
    private final Hits hits = new Hits();
    private int calls;

    Faults(World world, List<Slot> slots) {
        this.world = world;
        slots.forEach(slot -> plan.put(slot.call(), slot));
    }

    Map<Fault, Integer> injected() {
        return injected;
    }

    Hits hits() {
        return hits;
    }

    int calls() {
        return calls;
    }

    void run(Instance who, Call kind, String about, Runnable call) {
        answer(who, kind, about, () -> {
            call.run();
            return Boolean.TRUE;
        });
    }

    /** Of what fails only where who is asked is away. */
    void reach(Instance who, Call kind) {
        who.requireAlive();
        if (world.outages().isAway(kind.party(), who)) {
            world.judge().tellings().away(new Step(who.service(), kind));
            throw new Outage(kind.party() + " is away: " + kind);
        }
    }

    /** One that nobody hears is not counted, else an outage would take the place of all faults that are planned. */
    <T> T answer(Instance who, Call kind, String about, Supplier<T> call) {
        reach(who, kind);
        Step step = new Step(who.service(), kind);
        hits.asked(step);
        Slot slot = plan.get(calls++);
        if (slot == null) {
            return call.get();
        }
        String what = kind.of(about);
        Fault fault = ALL.get(slot.choice() % ALL.size());
        hits.met(step, fault);
        world.judge().tellings().hit(step);
        injected.merge(fault, 1, Integer::sum);
        world.disturbed();
        world.story().tell("FAULT " + calls, who + ": " + fault + " at " + what);
        return switch (fault) {
            case REFUSED -> throw new Outage(what + " was refused");
            case CRASH_BEFORE -> throw world.crash(who);
            case STALL_BEFORE -> {
                world.turns().stall(who);
                who.requireAlive();
                yield call.get();
            }
            case REPLY_LOST -> {
                T lost = call.get();
                throw new Outage("no answer to " + what + ": " + lost);
            }
            case CRASH_AFTER -> {
                T lost = call.get();
                world.story().tell(who.toString(), "has done it: " + lost);
                throw world.crash(who);
            }
            case STALL_AFTER -> {
                T answer = call.get();
                world.turns().stall(who);
                yield answer;
            }
        };
    }
}
