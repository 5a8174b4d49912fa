package dev.slipway.service.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsTest {
    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static Admin admin;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void makesEveryTopicAndItsDeadLettersForEver() throws ExecutionException, InterruptedException {
        Topics.create(admin, new EventCodec("a."), 3);

        List<String> names = Topic.all().stream()
                .flatMap(topic -> List.of("a." + topic.topicName(), "a." + topic.deadLetterName()).stream())
                .toList();
        Map<String, TopicDescription> topics = await() // the broker learns of a new topic a moment after its maker
                .ignoreExceptions()
                .until(() -> admin.describeTopics(names).allTopicNames().get(), all -> all.size() == names.size());
        assertThat(topics)
                .allSatisfy((name, topic) -> assertThat(topic.partitions()).hasSize(name.endsWith(".dlt") ? 1 : 3));
        assertThat(setting("a.ReleaseRequested", "retention.ms")).isEqualTo("-1");
        assertThat(setting("a.ReleaseRequested", "retention.bytes")).isEqualTo("-1");
        assertThat(setting("a.ReleaseRequested", "cleanup.policy")).isEqualTo("delete");
    }

    @Test
    void leavesThoseAloneThatExist() throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic("b.CanaryHealthy", Optional.of(7), Optional.empty())))
                .all()
                .get();

        Topics.create(admin, new EventCodec("b."), 3);
        Topics.create(admin, new EventCodec("b."), 3);

        assertThat(partitions("b.CanaryHealthy")).isEqualTo(7);
        assertThat(partitions("b.CanaryPaused")).isEqualTo(3);
    }

    @Test
    void servicesThatStartTogetherDoNotDisturbEachOther() throws ExecutionException, InterruptedException {
        try (ExecutorService services = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> starts = IntStream.range(0, 5)
                    .mapToObj(_ -> services.submit(() -> Topics.create(admin, new EventCodec("c."), 2)))
                    .toList();
            for (Future<?> start : starts) {
                start.get();
            }
        }
        assertThat(partitions("c.ReleaseRequested")).isEqualTo(2);
    }

    private static int partitions(String topic) {
        return await().ignoreExceptions()
                .until(
                        () -> admin.describeTopics(List.of(topic))
                                .allTopicNames()
                                .get()
                                .get(topic),
                        Objects::nonNull)
                .partitions()
                .size();
    }

    private static String setting(String topic, String name) throws ExecutionException, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .values()
                .values()
                .iterator()
                .next()
                .get()
                .get(name)
                .value();
    }
}
