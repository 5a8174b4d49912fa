package dev.slipway.bench.service;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import dev.slipway.audit.AuditServiceApplication;
import dev.slipway.audit.application.Trails;
import dev.slipway.auditlog.TrailVerifier;
import dev.slipway.auditlog.Verdict;
import dev.slipway.events.Topic;
import dev.slipway.service.config.KafkaShell;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.springframework.context.ConfigurableApplicationContext;

/** audit-service in this process, with the checkpoint interval that it has by default. */
record TrailUnderLoad(Backbone backbone, ConfigurableApplicationContext service) implements AutoCloseable {
    static final Topic HEARS = Topic.WATCH_PASSED;
    private static final String NAME = "audit-service";

    static TrailUnderLoad start(Backbone backbone) throws Exception {
        Path folder = backbone.folder();
        Map<String, Object> settings = new HashMap<>(backbone.settings());
        settings.put("slipway.audit.key-file", folder.resolve("log.key"));
        settings.put("slipway.audit.checkpoint-file", folder.resolve("checkpoint"));
        settings.put("slipway.audit.evidence-folder", folder.resolve("evidence"));
        ConfigurableApplicationContext service = AuditServiceApplication.application()
                .registerShutdownHook(false)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
        KafkaShell shell = service.getBean(KafkaShell.class);
        Patience.await("listening", shell::isListening);
        return new TrailUnderLoad(backbone, service);
    }

    /** Returns when all that was said is stored, and its offsets are committed. */
    void awaitIngested() throws Exception {
        Patience.await("the end of the lag", () -> backbone.lag(NAME, HEARS) == 0);
    }

    /** Returns when the log is of this size, so that each record has a leaf, which is what proofs are made of. */
    void awaitSequenced(long size) throws Exception {
        Patience.await(size + " leaves", () -> has("batches", "size", size));
    }

    /** Returns when the log was signed at this size in its turn; to ask the service for a checkpoint would sign it. */
    void awaitSigned(long size) throws Exception {
        Patience.await("a checkpoint of " + size + " leaves", () -> has("checkpoints", "_id", size));
    }

    /** Looks by a unique key: a search would cost the store more than what is measured. */
    private boolean has(String collection, String key, long value) {
        return backbone.database()
                        .getCollection(collection)
                        .find(Filters.eq(key, value))
                        .projection(Projections.include(key))
                        .first()
                != null;
    }

    /** The documents that it has made, by the ids of their events. */
    Map<String, RawBsonDocument> documents() {
        Map<String, RawBsonDocument> documents = new HashMap<>();
        backbone.database()
                .getCollection("records", RawBsonDocument.class)
                .find()
                .forEach(document -> documents.put(document.getString("_id").getValue(), document));
        return documents;
    }

    /** Where the leaf of each event is. */
    Map<String, Long> indexes() {
        Map<String, Long> indexes = new HashMap<>();
        for (Document batch : backbone.database().getCollection("batches").find()) {
            long index = batch.getLong("_id");
            for (Document entry : batch.getList("entries", Document.class)) {
                indexes.put(entry.getString("eventId"), index++);
            }
        }
        return indexes;
    }

    /** A second way: what anybody can check offline. Each release's bundle has all of its records, and proves each. */
    void verify(List<String> releases, int each) {
        TrailVerifier verifier = new TrailVerifier(trails().key());
        for (String release : releases) {
            Verdict verdict = verifier.verify(trails().bundle(release).orElseThrow());
            if (!(verdict instanceof Verdict.Verified verified)
                    || verified.records().size() != each) {
                throw new IllegalStateException(release + " should have " + each + " proven records: " + verdict);
            }
        }
    }

    Trails trails() {
        return service.getBean(Trails.class);
    }

    @Override
    public void close() {
        service.close();
    }
}
