package dev.slipway.service.messaging;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.aggregate.Publisher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Says events on Kafka and returns when all in-sync replicas have them. */
public final class KafkaPublisher implements Publisher {
    /** The client itself gives up far earlier, unless its thread has ended. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final KafkaProducer<String, byte[]> producer;
    private final EventCodec codec;

    public KafkaPublisher(KafkaProducer<String, byte[]> producer, EventCodec codec) {
        this.producer = producer;
        this.codec = codec;
    }

    @Override
    public void publish(List<EventEnvelope> events) {
        send(events.stream().map(codec::encode).toList());
    }

    void send(List<ProducerRecord<String, byte[]>> records) {
        List<? extends Future<?>> acknowledgements =
                records.stream().map(producer::send).toList();
        for (Future<?> acknowledgement : acknowledgements) {
            try {
                acknowledgement.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new KafkaException("an event was not acknowledged within " + LONGEST_WAIT, e);
            } catch (ExecutionException e) {
                throw new KafkaException("an event was not acknowledged", e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }
}
