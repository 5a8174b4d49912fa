package dev.slipway.audit.kafka;

import dev.slipway.audit.application.Ingest;
import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.audit.domain.Letter;
import dev.slipway.auditlog.TrailRecord;
import dev.slipway.events.Actor;
import dev.slipway.events.DeadLetterResent;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.UnknownEvent;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.events.codec.Json;
import dev.slipway.events.codec.StructuredEvent;
import dev.slipway.service.messaging.DeadLetter;
import dev.slipway.service.messaging.DeadLetters;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what a service could not handle: that it came, where it is kept, and the digest of its bytes, which may be
 * anything. It goes to the trail of the release that it was said of by its key, known or not; what is of no release has a
 * trail of its own.
 *
 * <p>A record is a function of the letter alone, and its id is the letter's place, which nobody can claim before it.
 */
public final class DeadLetterListener implements Consumer<List<DeadLetter>> {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterListener.class);
    private static final String SERVICE = "audit-service";
    private static final int LONGEST = 1_000;

    private final Ingest ingest;
    private final Set<String> topicsOfReleases;

    public DeadLetterListener(Ingest ingest, EventCodec codec) {
        this.ingest = ingest;
        this.topicsOfReleases = TrailListener.TOPICS.stream()
                .map(topic -> codec.topicName(topic) + DeadLetters.SUFFIX)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void accept(List<DeadLetter> letters) {
        // Kept again it would be a dead letter again, for ever: that it contradicts is for people to see.
        ingest.take(letters.stream().map(this::heard).toList())
                .forEach(conflict -> log.atError()
                        .addKeyValue("letter", conflict.eventId())
                        .log("another dead letter is in the trail for this place; were the topics made anew?"));
    }

    private HeardEvent heard(DeadLetter letter) {
        DeadLetter.Kept kept = letter.kept();
        ReleaseId release = release(kept);
        var envelope = new EventEnvelope(
                new EventId("%s/%d/%d".formatted(kept.topic(), kept.partition(), kept.offset())),
                SERVICE,
                release,
                release.value(),
                "-",
                null,
                kept.clock() + 1, // after the event, if it is one that a rule failed on
                null,
                Actor.service(SERVICE),
                kept.at(),
                null,
                new UnknownEvent(
                        Letter.TYPE,
                        Json.write(new Letter.Said(
                                shortened(letter.source()),
                                shortened(letter.service()),
                                shortened(letter.reason()),
                                kept.key() == null ? null : shortened(kept.key()),
                                kept.event() == null ? null : shortened(kept.event()),
                                kept.digest()))));
        return new HeardEvent(
                envelope,
                StructuredEvent.write(envelope),
                new TrailRecord.Source(kept.topic(), kept.partition(), kept.offset()));
    }

    private ReleaseId release(DeadLetter.Kept kept) {
        String key = kept.key();
        if (key == null || !topicsOfReleases.contains(kept.topic())) {
            return DeadLetterResent.OF_NO_RELEASE;
        }
        try {
            return new ReleaseId(key);
        } catch (IllegalArgumentException _) {
            return DeadLetterResent.OF_NO_RELEASE;
        }
    }

    /** Whoever writes to the topic writes the headers, too. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
