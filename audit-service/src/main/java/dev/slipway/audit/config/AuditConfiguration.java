package dev.slipway.audit.config;

import com.mongodb.client.MongoDatabase;
import dev.slipway.audit.application.Checkpointer;
import dev.slipway.audit.application.DeadLetterOffice;
import dev.slipway.audit.application.Ingest;
import dev.slipway.audit.application.ResendBehaviour;
import dev.slipway.audit.application.Sequencer;
import dev.slipway.audit.application.Trails;
import dev.slipway.audit.files.CheckpointFile;
import dev.slipway.audit.files.EvidenceFolders;
import dev.slipway.audit.files.KeyFile;
import dev.slipway.audit.kafka.CheckpointAnnouncer;
import dev.slipway.audit.kafka.DeadLetterListener;
import dev.slipway.audit.kafka.KafkaKeptMessages;
import dev.slipway.audit.kafka.TrailListener;
import dev.slipway.audit.mongo.MongoBatches;
import dev.slipway.audit.mongo.MongoCheckpoints;
import dev.slipway.audit.mongo.MongoRecords;
import dev.slipway.auditlog.NoteSigner;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.config.Shell;
import dev.slipway.service.messaging.DeadLetterReader;
import dev.slipway.service.messaging.DeadLetters;
import dev.slipway.service.messaging.KafkaPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditProperties.class)
class AuditConfiguration {

    @Bean
    MongoRecords records(MongoDatabase database, Shell shell) {
        var records = new MongoRecords(database);
        shell.before(records::createIndexes);
        return records;
    }

    @Bean
    MongoBatches batches(MongoDatabase database, Shell shell) {
        var batches = new MongoBatches(database);
        shell.before(batches::createIndexes);
        return batches;
    }

    @Bean
    MongoCheckpoints checkpoints(MongoDatabase database) {
        return new MongoCheckpoints(database);
    }

    @Bean
    NoteSigner signer(AuditProperties properties) {
        return KeyFile.signer(properties.keyFile(), properties.logName());
    }

    @Bean
    Sequencer sequencer(MongoBatches batches, MeterRegistry meters) {
        var sequencer = new Sequencer(batches);
        meters.gauge("slipway.audit.waiting", sequencer, Sequencer::waiting);
        return sequencer;
    }

    @Bean
    Checkpointer checkpointer(
            MongoBatches batches,
            MongoRecords records,
            MongoCheckpoints checkpoints,
            AuditProperties properties,
            NoteSigner signer,
            KafkaPublisher publisher,
            Clock clock) {
        return new Checkpointer(
                batches,
                records,
                checkpoints,
                new CheckpointFile(properties.checkpointFile()),
                signer,
                new CheckpointAnnouncer(publisher),
                clock);
    }

    @Bean
    Trails trails(
            MongoRecords records,
            MongoBatches batches,
            MongoCheckpoints checkpoints,
            Sequencer sequencer,
            Checkpointer checkpointer,
            NoteSigner signer) {
        return new Trails(records, batches, checkpoints, sequencer, checkpointer, signer.verifier());
    }

    @Bean
    LogKeeper logKeeper(Checkpointer checkpointer, AuditProperties properties, Clock clock) {
        return new LogKeeper(checkpointer, properties.checkpointInterval(), clock);
    }

    @Bean
    LogHealth logHealth(Checkpointer checkpointer) {
        return new LogHealth(checkpointer);
    }

    @Bean
    Ingest ingest(MongoRecords records, Sequencer sequencer) {
        return new Ingest(records, sequencer);
    }

    @Bean
    DeadLetterListener deadLetterListener(Ingest ingest, EventCodec codec, Shell shell) {
        var listener = new DeadLetterListener(ingest, codec);
        shell.listenToDeadLetters(listener);
        return listener;
    }

    @Bean
    DeadLetterOffice deadLetterOffice(
            MongoRecords records, DeadLetterReader reader, DeadLetters deadLetters, Shell shell) {
        var messages = new KafkaKeptMessages(reader, deadLetters);
        return new DeadLetterOffice(records, messages, shell.aggregates("resends", new ResendBehaviour(messages)));
    }

    @Bean
    TrailListener trailListener(
            Ingest ingest,
            Trails trails,
            AuditProperties properties,
            DeadLetters deadLetters,
            MeterRegistry meters,
            Shell shell) {
        var listener = new TrailListener(
                ingest, trails, new EvidenceFolders(properties.evidenceFolder()), deadLetters, meters);
        shell.listen(TrailListener.TOPICS, listener);
        return listener;
    }
}
