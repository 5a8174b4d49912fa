package dev.slipway.service.health;

import com.mongodb.client.MongoDatabase;
import dev.slipway.service.config.KafkaShell;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Names the cause in its details where it is not up. */
@Component("slipway")
class SlipwayHealth extends AbstractHealthIndicator {
    private final KafkaShell shell;
    private final MongoDatabase database;
    private final Admin admin;

    SlipwayHealth(KafkaShell shell, MongoDatabase database, Admin admin) {
        super("looking at the broker and the store failed");
        this.shell = shell;
        this.database = database;
        this.admin = admin;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        if (!shell.waitingFor().isEmpty()) {
            builder.outOfService().withDetail("waitingFor", shell.waitingFor());
            return;
        }
        builder.up();
        if (!shell.isListening()) {
            builder.down().withDetail("kafka", "a consumer has stopped");
        }
        shell.trouble().ifPresent(cause -> builder.down().withDetail("listening", cause));
        try {
            admin.describeCluster().clusterId().get(3, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            builder.down().withDetail("kafka", "the broker does not answer within 3 s");
        } catch (ExecutionException e) {
            builder.down().withDetail("kafka", "the broker does not answer: " + e.getCause());
        }
        try {
            database.runCommand(new Document("ping", 1));
        } catch (RuntimeException e) {
            builder.down().withDetail("mongodb", "the store does not answer: " + e.getMessage());
        }
    }
}
