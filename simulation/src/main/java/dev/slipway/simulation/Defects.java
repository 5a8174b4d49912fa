package dev.slipway.simulation;

import dev.slipway.audit.domain.RecordBytes;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Content;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.TrailRecord;
import dev.slipway.canary.domain.Signal;
import dev.slipway.decision.Decision;
import dev.slipway.deploy.application.EnvironmentStore;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Occupancy;
import dev.slipway.deploy.domain.Rollout;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.codec.StructuredEvent;
import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.StoredAggregate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
            return with(event, new EventId(UUID.randomUUID().toString()), event.clock(), event.event());
        }
    },
    COUNTS_THE_HOLD_TOO_EARLY("M", 500) {
        @Override
        public <S, G> Decision<S> decide(Behaviour<S, G> rules, S state, G signal, Instant now) {
            return rules.decide(state, signal, signal instanceof Signal.Shifted ? now.minusSeconds(40) : now);
        }
    },
    GOES_ON_AFTER_A_ROLLBACK("R", 500) {
        @Override
        public <S, G> Decision<S> decide(Behaviour<S, G> rules, S state, G signal, Instant now) {
            return (state instanceof Rollout.Serving || state instanceof Rollout.Promoting)
                            && signal instanceof dev.slipway.deploy.domain.Signal.RollbackAsked
                    ? Decision.ignore("nearly there")
                    : rules.decide(state, signal, now);
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
    KEEPS_THE_CONTENT_OF_ANOTHER_EVENT("L", 100) {
        @Override
        public String taken(EventEnvelope event, String said) {
            return StructuredEvent.write(with(event, event.id(), event.clock(), new ReleaseCompleted(Duration.ZERO)));
        }
    },
    KEEPS_ONLY_WHAT_IT_KNOWS("L", 200) {
        @Override
        public String taken(EventEnvelope event, String said) {
            return StructuredEvent.write(event);
        }
    },
    LINKS_TO_ANOTHER_RECORD("C", 100) {
        @Override
        public StoredRecord stored(StoredRecord record) {
            TrailRecord right = TrailRecord.parse(record.bytes().toArray());
            return right.seq() == 0 ? record : with(record, right, right.seq(), right.leaf());
        }
    },
    SKIPS_A_NUMBER("C", 100) {
        @Override
        public StoredRecord stored(StoredRecord record) {
            TrailRecord right = TrailRecord.parse(record.bytes().toArray());
            return right.seq() == 0 ? record : with(record, right, right.seq() + 1, right.previous());
        }
    },
    COUNTS_NOTHING_THAT_IT_HEARS("C", 100) {
        @Override
        public EventEnvelope said(EventEnvelope event) {
            return with(event, event.id(), 1, event.event());
        }
    },
    DEPLOYS_THE_TAG_AND_NOT_THE_DIGEST("P", 100) {
        @Override
        public RolloutStep.OnCluster asked(RolloutStep.OnCluster step) {
            return switch (step) {
                case RolloutStep.ApplyWorkload(var component, var goal) ->
                    new RolloutStep.ApplyWorkload(component, byTag(goal));
                case RolloutStep.ApplyCanary(var component, var goal, var replicas) ->
                    new RolloutStep.ApplyCanary(component, byTag(goal), replicas);
                default -> step;
            };
        }

        private static Installed byTag(Installed goal) {
            return new Installed(
                    goal.component(), goal.version(), goal.image().replaceFirst("@.*", ""), goal.release());
        }
    },
    DOES_NOT_RECORD_WHAT_RUNS("S", 200) {
        @Override
        public EnvironmentStore environments(EnvironmentStore store) {
            return new EnvironmentStore() {
                @Override
                public Optional<Environment> load(String id) {
                    return store.load(id);
                }

                @Override
                public boolean saveIfUnchanged(Environment next) {
                    Optional<Occupancy> before = store.load(next.id()).map(Environment::current);
                    return store.saveIfUnchanged(new Environment(
                            next.application(),
                            next.name(),
                            next.namespace(),
                            next.holder(),
                            next.fence(),
                            before.orElse(next.current()),
                            next.previous(),
                            next.takenBack(),
                            next.next(),
                            next.version()));
                }

                @Override
                public List<Environment> all() {
                    return store.all();
                }
            };
        }
    },
    PROMOTES_WHAT_WAS_TAKEN_BACK("B", 500) {
        @Override
        public <S, G> Decision<S> decide(Behaviour<S, G> rules, S state, G signal, Instant now) {
            return state instanceof Rollout.LookingUp back
                            && signal instanceof dev.slipway.deploy.domain.Signal.VersionFound
                    ? Decision.become(
                            rules.stateType()
                                    .cast(new Rollout.Promoting(
                                            back.dossier(), back.way().stay(), null)),
                            now)
                    : rules.decide(state, signal, now);
        }
    },
    COUNTS_THE_WATCH_TOO_EARLY("M", 500) {
        @Override
        public <S, G> Decision<S> decide(Behaviour<S, G> rules, S state, G signal, Instant now) {
            return rules.decide(state, signal, signal instanceof Signal.Deployed ? now.minusSeconds(40) : now);
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

    private static EventEnvelope with(EventEnvelope of, EventId id, long clock, Event event) {
        return new EventEnvelope(
                id,
                of.source(),
                of.release(),
                of.application(),
                of.version(),
                of.stage(),
                clock,
                of.causation(),
                of.actor(),
                of.time(),
                of.traceparent(),
                event);
    }

    /** Found by its number as before, else whoever looks for the last of a release would look for ever. */
    private static StoredRecord with(StoredRecord of, TrailRecord right, long seq, Hash previous) {
        TrailRecord wrong = new TrailRecord(
                right.eventId(),
                right.releaseId(),
                seq,
                previous,
                right.type(),
                right.time(),
                right.clock(),
                right.source(),
                right.content());
        return new StoredRecord(
                of.eventId(),
                of.releaseId(),
                of.seq(),
                of.type(),
                of.time(),
                of.clock(),
                RecordBytes.of(wrong),
                of.content());
    }
}
