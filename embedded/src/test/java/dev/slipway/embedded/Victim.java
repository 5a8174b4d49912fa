package dev.slipway.embedded;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;

/** A process that writes without end and prints what was acknowledged, one a line, until it is killed. */
final class Victim {

    static final int WRITERS = 4;

    private Victim() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        switch (args[0]) {
            case "broker" -> produce(folder);
            case "store" -> insert(folder);
            default -> throw new IllegalArgumentException("unknown victim " + args[0]);
        }
    }

    private static void produce(Path folder) throws Exception {
        var broker = EmbeddedBroker.start(folder, 0);
        Records.createTopic(broker.bootstrapServers());
        try (var producer = Records.producer(broker.bootstrapServers())) {
            for (long i = 0; i < Long.MAX_VALUE; i++) {
                var value = "v" + i;
                var _ = producer.send(new ProducerRecord<>(Records.TOPIC, value), (_, failure) -> {
                    if (failure == null) {
                        System.out.println(value);
                    }
                });
            }
        }
    }

    private static void insert(Path folder) throws Exception {
        var store = EmbeddedStore.start(folder.resolve("state.db"), 0);
        var documents = MongoClients.create(store.uri()).getDatabase("gate").getCollection("releases");
        documents.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        var writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> Thread.ofPlatform().start(() -> {
                    for (long i = 0; i < Long.MAX_VALUE; i++) {
                        documents.insertOne(document(writer, i));
                        System.out.println(writer + "-" + i);
                    }
                }))
                .toList();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    static Document document(int writer, long i) {
        String id = writer + "-" + i;
        return new Document("_id", id).append("key", "key-" + id).append("state", "soaking");
    }
}
