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
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says events on Kafka and returns when all in-sync replicas have them. A client that is broken for good, as an idempotent
 * one is after an answer that it did not expect, is left, and whoever tries again has a new one.
 */
public final class KafkaPublisher implements Publisher, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaPublisher.class);

    /** The client itself gives up far earlier, unless its thread has ended. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Supplier<? extends Producer<String, byte[]>> clients;
    private final EventCodec codec;
    private @Nullable Producer<String, byte[]> current; // guarded by this

    /** @param clients makes one when the first event is said, and wherever one is broken; they are closed here */
    public KafkaPublisher(Supplier<? extends Producer<String, byte[]>> clients, EventCodec codec) {
        this.clients = clients;
        this.codec = codec;
    }

    @Override
    public void publish(List<EventEnvelope> events) {
        send(events.stream().map(codec::encode).toList());
    }

    void send(List<ProducerRecord<String, byte[]>> records) {
        Producer<String, byte[]> client = client();
        for (Future<?> acknowledgement : sent(client, records)) {
            try {
                acknowledgement.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                leave(client, e);
                throw new KafkaException("an event was not acknowledged within " + LONGEST_WAIT, e);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof ApiException)) { // those are about the record, or the broker
                    leave(client, e);
                }
                throw new KafkaException("an event was not acknowledged", e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    private List<? extends Future<?>> sent(
            Producer<String, byte[]> client, List<ProducerRecord<String, byte[]>> records) {
        try {
            return records.stream().map(client::send).toList();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) { // what is wrong with a record, its future says
            leave(client, e);
            throw e;
        }
    }

    private synchronized Producer<String, byte[]> client() {
        if (current == null) {
            current = clients.get();
        }
        return current;
    }

    private synchronized void leave(Producer<String, byte[]> broken, Exception why) {
        if (broken.equals(current)) {
            current = null;
            log.atError().setCause(why).log("Kafka's producer is broken; the next try has a new one");
            broken.close(Duration.ZERO);
        }
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
