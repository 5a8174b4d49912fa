package dev.slipway.audit.kafka;

import dev.slipway.audit.application.SignedNote;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.events.Actor;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.service.aggregate.Publisher;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Says every checkpoint on its topic, where it is kept for ever out of the database's reach. Its id has the log's name: a log
 * that begins anew has other checkpoints of the same sizes.
 */
public final class CheckpointAnnouncer implements BiConsumer<Checkpoint, SignedNote> {

    /** A checkpoint is of no release; all go to one partition, in their order. */
    private static final ReleaseId LOG = new ReleaseId("trail");

    private static final String SERVICE = "audit-service";

    private final Publisher publisher;

    public CheckpointAnnouncer(Publisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void accept(Checkpoint checkpoint, SignedNote note) {
        publisher.publish(List.of(new EventEnvelope(
                EventId.derived(SERVICE, checkpoint.origin(), checkpoint.size(), 0),
                SERVICE,
                LOG,
                LOG.value(),
                "-",
                null,
                checkpoint.size(),
                null,
                Actor.service(SERVICE),
                note.at(),
                note.traceparent(),
                new Checkpoints(
                        checkpoint.origin(),
                        checkpoint.size(),
                        checkpoint.root().base64(),
                        note.text()))));
    }
}
