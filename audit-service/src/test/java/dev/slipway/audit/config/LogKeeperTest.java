package dev.slipway.audit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.slipway.audit.application.Checkpointer;
import dev.slipway.audit.application.OutsideCopy;
import dev.slipway.audit.mongo.MongoBatches;
import dev.slipway.audit.mongo.MongoCheckpoints;
import dev.slipway.audit.mongo.MongoRecords;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.NoteSigner;
import dev.slipway.embedded.EmbeddedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is wrong for hours is in the log, and leaves room in it. */
class LogKeeperTest {
    private static final NoteSigner SIGNER = NoteSigner.generate("log");
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(LogKeeper.class);

    private final EmbeddedStore store = EmbeddedStore.inMemory();
    private final MongoClient client = MongoClients.create(store.uri());
    private final Lines lines = new Lines();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

    @BeforeEach
    void listen() {
        lines.start();
        LOGGER.addAppender(lines);
    }

    @AfterEach
    void stop() {
        LOGGER.detachAppender(lines);
        client.close();
        store.close();
    }

    @Test
    void aRefusalWhoseReasonChangesIsSaidAsItBeginsAndAfterAWhileAgain() {
        Outside outside = size ->
                SIGNER.sign(new Checkpoint("log", size, Hash.EMPTY_TREE).text()).format();

        isSaidAsItBeginsAndAfterAWhileAgain(outside, "the log is not signed");
    }

    @Test
    void aFailureIsSaidAsItBeginsAndAfterAWhileAgain() {
        Outside outside = attempt -> {
            throw new IllegalStateException("no such file, try " + attempt);
        };

        isSaidAsItBeginsAndAfterAWhileAgain(outside, "signing failed, will be tried again");
    }

    private void isSaidAsItBeginsAndAfterAWhileAgain(Outside outside, String line) {
        var attempts = new AtomicInteger();
        LogKeeper keeper = keeper(new OutsideCopy() {
            @Override
            public Optional<String> read() {
                return Optional.of(outside.read(attempts.incrementAndGet()));
            }

            @Override
            public void write(String note) {
                throw new AssertionError("nothing is signed");
            }
        });
        keeper.start();
        try {
            await().until(() -> attempts.get() > 3);
            assertThat(lines.said).containsExactly(line);

            now.updateAndGet(time -> time.plus(Reminder.AGAIN));
            await().until(() -> lines.said.size() > 1);
            int before = attempts.get();
            await().until(() -> attempts.get() > before + 2);
            assertThat(lines.said).containsExactly(line, line);
        } finally {
            keeper.stop();
        }
    }

    private LogKeeper keeper(OutsideCopy outside) {
        var batches = new MongoBatches(client.getDatabase("log"));
        var records = new MongoRecords(client.getDatabase("log"));
        var checkpointer = new Checkpointer(
                batches,
                records,
                new MongoCheckpoints(client.getDatabase("log")),
                outside,
                SIGNER,
                (_, _) -> {},
                now::get);
        return new LogKeeper(checkpointer, Duration.ofMillis(1), now::get);
    }

    /** What is kept outside at the nth look. */
    @FunctionalInterface
    private interface Outside {
        String read(int attempt);
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        final List<String> said = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent line) {
            said.add(line.getMessage());
        }
    }
}
