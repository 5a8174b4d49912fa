package dev.slipway.audit.application;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.audit.kafka.CheckpointAnnouncer;
import dev.slipway.audit.mongo.MongoBatches;
import dev.slipway.audit.mongo.MongoCheckpoints;
import dev.slipway.audit.mongo.MongoRecords;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.NoteSigner;
import dev.slipway.auditlog.TrailVerifier;
import dev.slipway.auditlog.Verdict;
import dev.slipway.events.EventEnvelope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All of a log but Kafka, on a store over the wire; several on one store are several instances of the service. */
final class Log implements AutoCloseable {

    final MongoClient client;
    final MongoDatabase database;
    final MongoRecords records;
    final MongoBatches batches;
    final MongoCheckpoints checkpoints;
    final Sequencer sequencer;
    final Ingest ingest;
    final Checkpointer checkpointer;
    final Trails trails;
    final List<Checkpoint> told = new ArrayList<>();
    final List<EventEnvelope> said = new ArrayList<>();
    private final NoteSigner signer;

    Log(String uri, NoteSigner signer, OutsideCopy outside) {
        this.signer = signer;
        client = MongoClients.create(uri);
        database = client.getDatabase("slipway_audit");
        records = new MongoRecords(database);
        records.createIndexes();
        batches = new MongoBatches(database);
        batches.createIndexes();
        checkpoints = new MongoCheckpoints(database);
        sequencer = new Sequencer(batches);
        ingest = new Ingest(records, sequencer);
        checkpointer = new Checkpointer(
                batches,
                records,
                checkpoints,
                outside,
                signer,
                new CheckpointAnnouncer(said::addAll).andThen((checkpoint, _) -> told.add(checkpoint)),
                Clock.systemUTC());
        trails = new Trails(records, batches, checkpoints, sequencer, checkpointer, signer.verifier());
    }

    List<HeardEvent> take(HeardEvent... heard) {
        return ingest.take(List.of(heard));
    }

    /** What somebody says to a release's bundle who has nothing but the public key. */
    Verdict verify(String release) {
        return new TrailVerifier(signer.verifier())
                .verify(trails.bundle(release).orElseThrow().toJson());
    }

    @Override
    public void close() {
        client.close();
    }

    /** The copy outside, kept by the test. */
    static final class Copy implements OutsideCopy {

        private Optional<String> note = Optional.empty();

        @Override
        public Optional<String> read() {
            return note;
        }

        @Override
        public void write(String news) {
            note = Optional.of(news);
        }
    }
}
