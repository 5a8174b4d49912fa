package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    Path folder;

    @Test
    void keepsRecordsOffsetsAndItsPortOverARestart() throws Exception {
        String address;
        var read = Map.of(new TopicPartition(Records.TOPIC, 0), new OffsetAndMetadata(60));
        try (var broker = EmbeddedBroker.start(folder, 0)) {
            address = broker.bootstrapServers();
            Records.createTopic(address);
            try (var producer = Records.producer(address)) {
                for (var sent : IntStream.range(0, 100)
                        .mapToObj(i -> producer.send(new ProducerRecord<>(Records.TOPIC, "v" + i)))
                        .toList()) {
                    sent.get();
                }
            }
            try (var consumer = Records.consumer(address, "gate")) {
                consumer.commitSync(read);
            }
        }

        try (var broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(Records.all(address))
                    .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "v" + i).toList());
            try (var consumer = Records.consumer(address, "gate")) {
                assertThat(consumer.committed(read.keySet())).isEqualTo(read);
            }
        }
    }

    @Test
    void clientsThatOutliveARestartGoOn() throws Exception {
        var first = EmbeddedBroker.start(folder, 0);
        Records.createTopic(first.bootstrapServers());
        try (var producer = Records.producer(first.bootstrapServers())) {
            producer.send(new ProducerRecord<>(Records.TOPIC, "before")).get();
            first.close();
            // On a thread of its own: what a broker says while it closes may make the client ask it first where to
            // send.
            var during = new FutureTask<>(() ->
                    producer.send(new ProducerRecord<>(Records.TOPIC, "during")).get());
            Thread.startVirtualThread(during);
            try (var second = EmbeddedBroker.start(folder, 0)) {
                during.get();
                assertThat(Records.all(second.bootstrapServers())).containsExactly("before", "during");
            }
        }
    }

    @Test
    void closesInLessThanTwoSeconds() {
        var broker = EmbeddedBroker.start(folder, 0);
        long start = System.nanoTime();
        broker.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aRememberedPortThatIsTakenIsReplacedButAGivenOneIsRefused() throws Exception {
        int port;
        try (var broker = EmbeddedBroker.start(folder, 0)) {
            port = portOf(broker);
        }
        try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> EmbeddedBroker.start(folder, port))
                    .withMessageContaining("port " + port);
            try (var broker = EmbeddedBroker.start(folder, 0)) {
                assertThat(portOf(broker)).isNotEqualTo(port);
            }
        }
    }

    @Test
    void refusesAFolderThatARunningBrokerUses() {
        try (var _ = EmbeddedBroker.start(folder, 0)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> EmbeddedBroker.start(folder, 0))
                    .withMessageContaining(folder.toString());
        }
    }

    @Test
    void doesNotInventTopics() {
        try (var broker = EmbeddedBroker.start(folder, 0);
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("Relese"))
                            .allTopicNames()
                            .get())
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
            assertThat(admin.listTopics().names())
                    .succeedsWithin(Duration.ofSeconds(5))
                    .isEqualTo(Set.of());
        }
    }

    private static int portOf(EmbeddedBroker broker) {
        return Integer.parseInt(broker.bootstrapServers().split(":")[1]);
    }
}
