package dev.slipway.gate.cdevents;

import dev.slipway.decision.Refusal;
import dev.slipway.events.Actor;
import dev.slipway.events.codec.MessageHeaders;
import dev.slipway.gate.application.Releases;
import dev.slipway.service.messaging.RawListener;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic {@code BuildEvents}: CDEvents that CI says on Kafka, bare or as CloudEvents in binary or structured mode. Who
 * may write to it may speak for CI: the broker's ACLs are its credential. What cannot be used becomes a dead letter, for
 * there is nobody to answer.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     protocol binding</a>
 */
final class BuildEventsTopic implements RawListener {
    private static final Logger log = LoggerFactory.getLogger(BuildEventsTopic.class);
    private static final int LONGEST_NAME = 200;

    private final CdEvents events;

    BuildEventsTopic(CdEvents events) {
        this.events = events;
    }

    @Override
    public Optional<String> on(ConsumerRecord<String, byte[]> message) {
        try {
            CdEvent event = CdEvent.read(text(message.value()), MessageHeaders.text(message, "ce_type"));
            return switch (events.hear(event, speaker(event))) {
                case CdEvents.Heard.Asked(Releases.Answer.No(Refusal refusal)) -> Optional.of(inWords(refusal));
                case CdEvents.Heard.Ignored(String why) -> {
                    log.atDebug().addKeyValue("offset", message.offset()).log("ignored: {}", why);
                    yield Optional.empty();
                }
                case CdEvents.Heard.Asked _, CdEvents.Heard.Recorded _, CdEvents.Heard.Built _ -> Optional.empty();
            };
        } catch (WrongCdEvent wrong) {
            return Optional.of(inWords(wrong.refusal()));
        }
    }

    private static String inWords(Refusal refusal) {
        return refusal.detail() + "; " + refusal.remedy();
    }

    private static Actor speaker(CdEvent event) {
        String source = event.source();
        return Actor.ci(source.length() <= LONGEST_NAME ? source : source.substring(0, LONGEST_NAME));
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
}
