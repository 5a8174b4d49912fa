package dev.slipway.simulation;

import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.decision.Decision;
import dev.slipway.deploy.application.EnvironmentStore;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.EventEnvelope;
import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.Behaviour;
import java.time.Instant;

/** A deliberate mistake in what the services stand on, to see that it is found; the default is none. */
interface Defect {
    Defect NONE = new Defect() {};

    /** The store as a process sees it. */
    default AggregateStore store(GuardedStore store) {
        return store;
    }

    /** What the rules of a service say. */
    default <S, G> Decision<S> decide(Behaviour<S, G> rules, S state, G signal, Instant now) {
        return rules.decide(state, signal, now);
    }

    /** An event as it is said. */
    default EventEnvelope said(EventEnvelope event) {
        return event;
    }

    /** Whether an event is taken for said without being said. */
    default boolean swallows(Faults faults, Instance who, EventEnvelope event) {
        return false;
    }

    default boolean commitsFirst() {
        return false;
    }

    default boolean takesRecordTwice() {
        return false;
    }

    /** An event as the trail takes it. */
    default String taken(EventEnvelope event, String said) {
        return said;
    }

    /** A record as it is stored. */
    default StoredRecord stored(StoredRecord record) {
        return record;
    }

    /** A checkpoint as everybody sees it. */
    default Checkpoint told(Checkpoint checkpoint) {
        return checkpoint;
    }

    default boolean notifiesTwice() {
        return false;
    }

    default boolean appendsAnyway() {
        return false;
    }

    /** Whether what nobody can read is put aside. */
    default boolean keepsDeadLetters() {
        return true;
    }

    /** What a write to the cluster carries. */
    default Fence fence(Fence fence) {
        return fence;
    }

    /** What runs where, as a process keeps it. */
    default EnvironmentStore environments(EnvironmentStore store) {
        return store;
    }

    /** What the cluster is asked for. */
    default RolloutStep.OnCluster asked(RolloutStep.OnCluster step) {
        return step;
    }

    /** Whether the cluster is asked at all. */
    default boolean performs(RolloutStep.OnCluster step) {
        return true;
    }
}
