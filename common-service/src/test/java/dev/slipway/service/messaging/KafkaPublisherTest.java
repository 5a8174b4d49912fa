package dev.slipway.service.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real broker. */
class KafkaPublisherTest {
    private static final EventCodec CODEC = new EventCodec("");
    private static final String TOPIC = CODEC.topicName(Topic.CANARY_HEALTHY);

    private final List<Producer<String, byte[]>> made = new ArrayList<>();

    @Test
    void leavesAClientThatIsBrokenAndOnlyThat(@TempDir Path folder) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = Admin.create(server(broker));
                var publisher = new KafkaPublisher(() -> client(broker), CODEC)) {
            Topics.create(admin, CODEC, 1);
            publisher.send(List.of(record(1)));

            assertThatThrownBy(() -> publisher.send(List.of(record(2 << 20))))
                    .isInstanceOf(KafkaException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class);
            publisher.send(List.of(record(1)));
            assertThat(made).as("a record that is refused breaks nothing").hasSize(1);

            made.getFirst().close();
            assertThatThrownBy(() -> publisher.send(List.of(record(1)))).isInstanceOf(IllegalStateException.class);
            assertThatCode(() -> publisher.send(List.of(record(1)))).doesNotThrowAnyException();
            assertThat(made).hasSize(2);
        }
    }

    private Producer<String, byte[]> client(EmbeddedBroker broker) {
        made.add(new KafkaProducer<>(server(broker), new StringSerializer(), new ByteArraySerializer()));
        return made.getLast();
    }

    private static Map<String, Object> server(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static ProducerRecord<String, byte[]> record(int bytes) {
        return new ProducerRecord<>(TOPIC, "shop-v1.0.0", new byte[bytes]);
    }
}
