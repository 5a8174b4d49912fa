package dev.slipway.service.messaging;

import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing: kept without end, never compacted, all with the same number of partitions. */
public final class Topics {
    private static final Map<String, String> FOREVER =
            Map.of("retention.ms", "-1", "retention.bytes", "-1", "cleanup.policy", "delete");

    private Topics() {}

    /**
     * @param partitions for a topic that does not exist; one release's events meet in one consumer only where all topics
     *     have the same number
     */
    public static void create(Admin admin, EventCodec codec, int partitions) {
        try {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Topic topic : Topic.all()) {
                for (String name : List.of(codec.topicName(topic), codec.topicName(topic) + ".dlt")) {
                    if (!existing.contains(name)) {
                        missing.add(new NewTopic(
                                        name, Optional.of(name.endsWith(".dlt") ? 1 : partitions), Optional.empty())
                                .configs(FOREVER));
                    }
                }
            }
            for (KafkaFuture<Void> created :
                    admin.createTopics(missing).values().values()) {
                await(created);
            }
        } catch (ExecutionException e) {
            throw new KafkaException("creating the topics failed", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static void await(KafkaFuture<Void> created) throws ExecutionException, InterruptedException {
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // another service was faster
                throw e;
            }
        }
    }
}
