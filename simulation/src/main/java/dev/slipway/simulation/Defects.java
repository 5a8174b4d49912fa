package dev.slipway.simulation;

import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Content;
import dev.slipway.canary.domain.Signal;
import dev.slipway.decision.Decision;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Rollout;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.StoredAggregate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mistakes that somebody could make, each with the number of seeds within which the simulation has to find it. */
enum Defects implements Defect {
    SAVES_WHATEVER_IS_STORED("D", 2_000) {
        @Override
        public AggregateStore store(GuardedStore store) {
            return new ForwardingStore(store) {
                @Override
                public boolean saveIfUnchanged(StoredAggregate next, StoredAggregate.@Nullable Lease lease) {
                    if (!store.saveIfUnchanged(next, lease)) {
                        StoredAggregate there =
                                store.documents().load(next.id()).orElseThrow();
                        store.documents().saveIfUnchanged(at(there.version() + 1, next), there.lease());
                    }
                    return true;
                }
            };
        }
    },
    COMMITS_THE_OFFSET_FIRST("L", 200) {
        @Override
        public boolean commitsFirst() {
            return true;
        }
    },
    DROPS_WHAT_IS_EARLY("R", 500) {
        @Override
        public AggregateStore store(GuardedStore store) {
            return new ForwardingStore(store) {
                @Override
                public boolean saveIfUnchanged(StoredAggregate next, StoredAggregate.@Nullable Lease lease) {
                    return store.saveIfUnchanged(with(next, next.seen(), next.outbox(), List.of()), lease);
                }
            };
        }
    },
    FORGETS_WHAT_IT_HAS_SEEN("E", 2_000) {
        @Override
        public AggregateStore store(GuardedStore store) {
            return new ForwardingStore(store) {
                @Override
                public boolean saveIfUnchanged(StoredAggregate next, StoredAggregate.@Nullable Lease lease) {
                    return store.saveIfUnchanged(with(next, List.of(), next.outbox(), next.early()), lease);
                }
            };
        }
    },
    FORGETS_THE_OUTBOX("L", 1_000) {
        @Override
        public boolean swallows(Faults faults, Instance who, EventEnvelope event) {
            try {
                faults.run(who, Call.PUBLISH, "to nowhere", () -> {});
                return false;
            } catch (Outage e) {
                return true;
            }
        }
    },
    NAMES_EVENTS_BY_CHANCE("D", 500) {
        @Override
        public EventEnvelope said(EventEnvelope event) {
            return new EventEnvelope(
                    new EventId(UUID.randomUUID().toString()),
                    event.source(),
                    event.release(),
                    event.application(),
                    event.version(),
                    event.stage(),
                    event.clock(),
                    event.causation(),
                    event.actor(),
                    event.time(),
                    event.traceparent(),
                    event.event());
        }
    },
    COUNTS_THE_HOLD_TOO_EARLY("M", 500) {
        @Override
        public <S, G> Behaviour<S, G> behaviour(String service, Behaviour<S, G> behaviour) {
            return service.equals("canary-service")
                    ? new Watched<>(behaviour, (_, _) -> {}) {
                        @Override
                        public Decision<S> decide(S state, G signal, Instant now) {
                            return super.decide(
                                    state, signal, signal instanceof Signal.Shifted ? now.minusSeconds(40) : now);
                        }
                    }
                    : behaviour;
        }
    },
    GOES_ON_AFTER_A_ROLLBACK("R", 500) {
        @Override
        public <S, G> Behaviour<S, G> behaviour(String service, Behaviour<S, G> behaviour) {
            return service.equals("deploy-service")
                    ? new Watched<>(behaviour, (_, _) -> {}) {
                        @Override
                        public Decision<S> decide(S state, G signal, Instant now) {
                            return (state instanceof Rollout.Serving || state instanceof Rollout.Promoting)
                                            && signal instanceof dev.slipway.deploy.domain.Signal.RollbackAsked
                                    ? Decision.ignore("nearly there")
                                    : super.decide(state, signal, now);
                        }
                    }
                    : behaviour;
        }
    },
    APPENDS_WITHOUT_LOOKING("D", 2_000) {
        @Override
        public boolean appendsAnyway() {
            return true;
        }
    },
    RECORDS_AN_EVENT_TWICE("D", 2_000) {
        @Override
        public boolean takesRecordTwice() {
            return true;
        }
    },
    CONFIRMS_A_WEIGHT_THAT_IS_NOT_SET("B", 200) {
        @Override
        public boolean performs(RolloutStep.OnCluster step) {
            return !(step instanceof RolloutStep.SetWeight(var _, var weight) && weight == 0);
        }
    },
    WRITES_WITHOUT_A_FENCE("R", 2_000) {
        @Override
        public Fence fence(Fence fence) {
            return new Fence(Long.MAX_VALUE, true, Long.MAX_VALUE);
        }
    },
    SKIPS_WHAT_IT_CANNOT_READ("L", 200) {
        @Override
        public boolean keepsDeadLetters() {
            return false;
        }
    },
    LOSES_TIMERS_WITH_THE_PROCESS("M", 200) {
        @Override
        public AggregateStore store(GuardedStore store) {
            return new ForwardingStore(store) {
                @Override
                public List<Due> due(Instant horizon, int limit) {
                    return List.of();
                }
            };
        }
    },
    SALTS_ANEW_WHAT_IS_HASHED("T", 100) {
        @Override
        public StoredRecord stored(StoredRecord record) {
            Content content = record.content();
            return new StoredRecord(
                    record.eventId(),
                    record.releaseId(),
                    record.seq(),
                    record.type(),
                    record.time(),
                    record.clock(),
                    record.bytes(),
                    content == null ? null : Content.salted(content.bytes()));
        }
    },
    TELLS_WHAT_IS_NOT_IN_THE_TREE("A", 100) {
        @Override
        public Checkpoint told(Checkpoint checkpoint) {
            return new Checkpoint(checkpoint.origin(), checkpoint.size() + 1, checkpoint.root());
        }
    },
    NOTIFIES_TWICE("E", 100) {
        @Override
        public boolean notifiesTwice() {
            return true;
        }
    };

    private final String invariant;
    private final int withinSeeds;

    /** @param invariant the letter of what it breaks first, whatever else breaks by it */
    Defects(String invariant, int withinSeeds) {
        this.invariant = invariant;
        this.withinSeeds = withinSeeds;
    }

    /** Whether a verdict is one that it has to be found by. */
    boolean explains(String verdict) {
        return verdict.startsWith(invariant + ": ");
    }

    int withinSeeds() {
        return withinSeeds;
    }

    private static StoredAggregate at(long version, StoredAggregate of) {
        return new StoredAggregate(
                of.id(),
                version,
                of.state(),
                of.clock(),
                of.seen(),
                of.outbox(),
                of.early(),
                of.wakeAt(),
                of.lease(),
                of.traceparent(),
                of.indexed());
    }

    private static StoredAggregate with(
            StoredAggregate of, List<String> seen, List<String> outbox, List<String> early) {
        return new StoredAggregate(
                of.id(),
                of.version(),
                of.state(),
                of.clock(),
                seen,
                outbox,
                early,
                of.wakeAt(),
                of.lease(),
                of.traceparent(),
                of.indexed());
    }
}
