package dev.slipway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.Actor;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Whoever else may write to the topics: other versions, other programs, a relay that says everything twice. */
final class Strangers {
    private static final List<Oddity> ALL = List.of(Oddity.values());
    private static final int MOST = 4;
    private static final int WITHIN_SECONDS = 4_000;

    private final World world;
    private final Chance chance;
    private final EventCodec codec = new EventCodec("");
    private final Map<Oddity, Integer> written = new EnumMap<>(Oddity.class);

    Strangers(World world, long seed) {
        this.world = world;
        this.chance = new Chance(seed, "strangers");
    }

    Map<Oddity, Integer> written() {
        return written;
    }

    void plan() {
        int count = chance.below(MOST);
        for (int i = 0; i < count; i++) {
            Oddity oddity = chance.oneOf(ALL);
            int number = i;
            world.at(world.now().plusSeconds(chance.below(WITHIN_SECONDS)), () -> write(oddity, number));
        }
    }

    private void write(Oddity oddity, int number) {
        world.story().tell("a stranger", "writes " + oddity);
        written.merge(oddity, 1, Integer::sum);
        world.bus().write(message(oddity, number), world.now());
    }

    private ProducerRecord<String, byte[]> message(Oddity oddity, int number) {
        ProducerRecord<String, byte[]> usual = codec.encode(usual(number));
        return switch (oddity) {
            case NO_JSON -> with(usual, "{".getBytes(UTF_8));
            case NO_VALUE -> with(usual, null);
            case ANOTHER_SPECIFICATION -> with(usual, "ce_specversion", "7.0");
            case WITHOUT_A_PART -> with(usual, "{}".getBytes(UTF_8));
            case ON_ANOTHERS_TOPIC ->
                new ProducerRecord<>(Topic.GATE_WAIVED.topicName(), null, usual.key(), usual.value(), usual.headers());
            case UNKNOWN_TYPE -> with(usual, "ce_type", "dev.slipway.ReleasePondered");
            case UNKNOWN_FIELD -> with(usual, "{\"took\":\"PT1S\",\"mood\":\"fine\"}".getBytes(UTF_8));
            case SAID_AGAIN -> again(usual);
        };
    }

    private ProducerRecord<String, byte[]> again(ProducerRecord<String, byte[]> usual) {
        List<Bus.Said> said = world.bus().said();
        if (said.isEmpty()) {
            return usual;
        }
        ConsumerRecord<String, byte[]> old = chance.oneOf(said).message();
        return new ProducerRecord<>(old.topic(), null, old.key() + "'", old.value(), old.headers());
    }

    private EventEnvelope usual(int number) {
        return new EventEnvelope(
                new EventId("elsewhere/" + number),
                "elsewhere",
                new ReleaseId("elsewhere-v1.0." + number),
                "elsewhere",
                "v1.0." + number,
                null,
                1,
                null,
                Actor.service("elsewhere"),
                world.now(),
                null,
                new ReleaseCompleted(Duration.ofSeconds(1)));
    }

    private static ProducerRecord<String, byte[]> with(ProducerRecord<String, byte[]> usual, byte @Nullable [] value) {
        return new ProducerRecord<>(usual.topic(), null, usual.key(), value, usual.headers());
    }

    private static ProducerRecord<String, byte[]> with(
            ProducerRecord<String, byte[]> usual, String header, String value) {
        Headers headers = usual.headers();
        headers.remove(header);
        headers.add(header, value.getBytes(UTF_8));
        return usual;
    }
}
