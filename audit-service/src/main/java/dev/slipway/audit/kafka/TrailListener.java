package dev.slipway.audit.kafka;

import dev.slipway.audit.application.Ingest;
import dev.slipway.audit.application.Trails;
import dev.slipway.audit.domain.Evidence;
import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.audit.files.EvidenceFolders;
import dev.slipway.auditlog.TrailRecord;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.messaging.DeadLetters;
import dev.slipway.service.messaging.EventListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears everything that is said about releases and writes it down, and a release's evidence when it has ended. */
public final class TrailListener implements EventListener {

    /**
     * All but the log's own checkpoints, of which each would be news to be signed, for ever; and but what CI says, in a form
     * of its own and before there is a release: what a release takes of it is recorded as its evidence.
     */
    public static final List<Topic> TOPICS = Topic.all().stream()
            .filter(topic -> topic != Topic.CHECKPOINTS && topic != Topic.BUILD_EVENTS)
            .toList();

    private static final Logger log = LoggerFactory.getLogger(TrailListener.class);

    private final Ingest ingest;
    private final Trails trails;
    private final EvidenceFolders folders;
    private final DeadLetters deadLetters;
    private final Counter heardEvents;
    private final Counter conflicts;

    public TrailListener(
            Ingest ingest, Trails trails, EvidenceFolders folders, DeadLetters deadLetters, MeterRegistry meters) {
        this.ingest = ingest;
        this.trails = trails;
        this.folders = folders;
        this.deadLetters = deadLetters;
        this.heardEvents = meters.counter("slipway.audit.heard");
        this.conflicts = meters.counter("slipway.audit.conflicts");
    }

    @Override
    public void on(List<Heard> events) {
        var messages = new IdentityHashMap<HeardEvent, ConsumerRecord<String, byte[]>>();
        List<HeardEvent> heard = events.stream()
                .map(event -> {
                    ConsumerRecord<String, byte[]> message = event.message();
                    var one = new HeardEvent(
                            event.envelope(),
                            EventCodec.asSaid(event.envelope(), message),
                            new TrailRecord.Source(message.topic(), message.partition(), message.offset()));
                    messages.put(one, message);
                    return one;
                })
                .toList();
        ingest.take(heard).forEach(conflict -> raise(conflict, messages));
        heardEvents.increment(heard.size());
        heard.stream() // the end may be heard before what came before it, on other topics
                .filter(one -> Evidence.isDue(one.envelope().event()) || folders.has(one.releaseId()))
                .map(HeardEvent::releaseId)
                .distinct()
                .forEach(release -> folders.write(release, trails.evidence(release)));
    }

    private void raise(HeardEvent conflict, Map<HeardEvent, ConsumerRecord<String, byte[]>> messages) {
        conflicts.increment();
        log.atError()
                .addKeyValue("event", conflict.eventId())
                .addKeyValue("release", conflict.releaseId())
                .log("an event was said again with other content; the trail keeps the first");
        deadLetters.keep(
                Objects.requireNonNull(messages.get(conflict)),
                "event %s is in the trail with other content".formatted(conflict.eventId()));
    }
}
