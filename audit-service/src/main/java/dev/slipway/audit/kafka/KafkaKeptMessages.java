package dev.slipway.audit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.audit.application.KeptMessages;
import dev.slipway.audit.domain.Letter;
import dev.slipway.audit.domain.Place;
import dev.slipway.events.Digest;
import dev.slipway.events.codec.MessageHeaders;
import dev.slipway.service.messaging.DeadLetter;
import dev.slipway.service.messaging.DeadLetterReader;
import dev.slipway.service.messaging.DeadLetters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads and resends dead letters where they are kept, and only what the trail has the digest of. */
public final class KafkaKeptMessages implements KeptMessages {
    private static final Pattern SOURCE = Pattern.compile("(.+)/(\\d{1,9})/(\\d{1,18})");

    private final DeadLetterReader reader;
    private final DeadLetters deadLetters;

    public KafkaKeptMessages(DeadLetterReader reader, DeadLetters deadLetters) {
        this.reader = reader;
        this.deadLetters = deadLetters;
    }

    @Override
    public Optional<Message> read(Letter letter) {
        return kept(letter).map(KafkaKeptMessages::message);
    }

    @Override
    public boolean resend(Letter letter) {
        Optional<ConsumerRecord<String, byte[]>> kept = kept(letter);
        kept.ifPresent(message -> deadLetters.resend(Place.of(letter.id()).sourceTopic(), message));
        return kept.isPresent();
    }

    /** Topics that were made anew have other messages at the same places. */
    private Optional<ConsumerRecord<String, byte[]>> kept(Letter letter) {
        Place place = Place.of(letter.id());
        return reader.read(place.topic(), place.partition(), place.offset())
                .filter(message ->
                        Objects.equals(digest(message.value()), letter.said().digest()))
                .flatMap(message -> MessageHeaders.text(message, DeadLetters.LEFT_OUT) == null
                        ? Optional.of(message)
                        : whole(place, letter.said().source()));
    }

    /** One that was too large to be kept is where it had come; whoever wrote the letter may not name another topic. */
    private Optional<ConsumerRecord<String, byte[]>> whole(Place kept, String source) {
        Matcher matcher = SOURCE.matcher(source);
        return matcher.matches() && matcher.group(1).equals(kept.sourceTopic())
                ? reader.read(matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)))
                : Optional.empty();
    }

    private static @Nullable Digest digest(byte @Nullable [] value) {
        return value == null ? null : DeadLetter.Kept.digest(value);
    }

    private static Message message(ConsumerRecord<String, byte[]> kept) {
        List<Header> headers = new ArrayList<>();
        DeadLetters.original(kept).forEach(header -> headers.add(new Header(header.key(), shown(header.value()))));
        return new Message(headers, shown(kept.value()));
    }

    private static @Nullable Shown shown(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return new Shown(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), null);
        } catch (CharacterCodingException _) {
            return new Shown(null, Base64.getEncoder().encodeToString(bytes));
        }
    }
}
