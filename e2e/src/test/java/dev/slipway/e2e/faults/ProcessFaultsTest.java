package dev.slipway.e2e.faults;

import dev.slipway.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.provider.Arguments;

/** Processes that are killed, stopped or stand still; and topics on which is what nobody should have said. */
class ProcessFaultsTest extends Faults {

    @Override
    Parts parts() {
        return Parts.OURS;
    }

    @Override
    Stream<Arguments.ArgumentSet> all() {
        return Stream.concat(
                Stream.of(
                        fault("nothing", () -> {}),
                        fault("every message ten times", () -> duplicate(10)),
                        fault("what cannot be read, on every topic", this::poison),
                        fault("what is as large as the broker takes it", this::oversized),
                        fault("broker: kill -9", () -> {
                            landscape().broker().kill();
                            awaitUnwell(Service.GATE);
                            landscape().broker().start();
                        }),
                        fault("broker: clean restart", () -> {
                            landscape().broker().stop();
                            landscape().broker().start();
                        }),
                        fault("store: kill -9", () -> {
                            landscape().store().kill();
                            awaitUnwell(Service.DEPLOY);
                            landscape().store().restart();
                        }),
                        fault("store: kill -9, and the broker while it is away", () -> {
                            landscape().store().kill();
                            awaitUnwell(Service.GATE);
                            landscape().broker().kill();
                            landscape().broker().start();
                            landscape().store().restart();
                        }),
                        fault("store: clean restart", () -> {
                            landscape().store().stop();
                            landscape().store().restart();
                        })),
                Arrays.stream(Service.values())
                        .flatMap(service -> Stream.of(
                                fault(service + ": kill -9", () -> kill(service)),
                                fault(service + ": SIGSTOP until its group has lost it", () -> pause(service)))));
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", landscape().bootstrap(), "max.request.size", 2 << 20),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** All that was said of releases, word by word, to the other partitions as well. */
    private void duplicate(int times) {
        Said said = Said.in(landscape().bootstrap());
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = 0; i < times; i++) {
                int shift = i;
                said.messages().stream()
                        .filter(message -> !message.topic().endsWith(".dlt"))
                        .forEach(message -> producer.send(new ProducerRecord<>(
                                message.topic(),
                                (message.partition() + shift) % 3,
                                message.key(),
                                message.value(),
                                message.headers())));
            }
            producer.flush();
        }
    }

    private void poison() throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (Topic topic : Topic.all()) {
                producer.send(new ProducerRecord<>(
                                topic.topicName(), good(), "{\"half\": ".getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
    }

    /** To the last byte that the broker's default leaves, so that not a header more would fit. */
    private void oversized() throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(Topic.GATE_PASSED.topicName(), good(), new byte[1_048_588 - 100]))
                    .get();
        }
    }
}
