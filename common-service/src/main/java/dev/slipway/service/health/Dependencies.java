package dev.slipway.service.health;

import com.mongodb.client.MongoDatabase;
import dev.slipway.service.config.KafkaShell;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** What every service stands on, asked now. Each answers the cause where it is away; empty where all is well. */
@Component
class Dependencies {
    private final KafkaShell shell;
    private final MongoDatabase database;
    private final Admin admin;

    Dependencies(KafkaShell shell, MongoDatabase database, Admin admin) {
        this.shell = shell;
        this.database = database;
        this.admin = admin;
    }

    /** What the start waits for. */
    Optional<String> start() {
        return Optional.of(shell.waitingFor()).filter(what -> !what.isEmpty());
    }

    Optional<String> consumers() {
        return shell.isListening() ? Optional.empty() : Optional.of("a consumer has stopped");
    }

    /** What keeps a consumer from taking what came, such as a full disk. */
    Optional<String> listening() {
        return shell.trouble();
    }

    Optional<String> broker() throws InterruptedException {
        try {
            admin.describeCluster().clusterId().get(3, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (TimeoutException _) {
            return Optional.of("the broker does not answer within 3 s");
        } catch (ExecutionException e) {
            return Optional.of("the broker does not answer: " + e.getCause());
        }
    }

    Optional<String> store() {
        try {
            database.runCommand(new Document("ping", 1));
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("the store does not answer: " + e.getMessage());
        }
    }
}
