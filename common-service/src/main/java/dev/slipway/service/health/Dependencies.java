package dev.slipway.service.health;

import static com.mongodb.ErrorCategory.DUPLICATE_KEY;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import dev.slipway.service.config.KafkaShell;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
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

    /** A store whose disk is full still answers, and reads; only a write tells. */
    Optional<String> store() {
        try {
            database.getCollection("health")
                    .updateOne(eq("_id", "store"), set("at", new Date()), new UpdateOptions().upsert(true));
            return Optional.empty();
        } catch (RuntimeException e) {
            return e instanceof MongoException cause && ErrorCategory.fromErrorCode(cause.getCode()) == DUPLICATE_KEY
                    ? Optional.empty() // another instance's look made the document just now
                    : Optional.of("the store takes no writes: " + e.getMessage());
        }
    }
}
