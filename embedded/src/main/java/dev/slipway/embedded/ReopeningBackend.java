package dev.slipway.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the file again where a write has failed, on a full disk for one: the store closes itself then, for it cannot know
 * what of the write is there. Nothing that was acknowledged is lost by it. While the file cannot be opened, every command
 * fails, {@code ping} too.
 */
final class ReopeningBackend implements MongoBackend {
    private static final Logger log = LoggerFactory.getLogger(ReopeningBackend.class);

    private final Supplier<DurableBackend> opening;
    private volatile DurableBackend current;
    private boolean closed; // guarded by this

    ReopeningBackend(Supplier<DurableBackend> opening) {
        this.opening = opening;
        this.current = opening.get();
    }

    private DurableBackend backend() {
        DurableBackend backend = current;
        return backend.getMvStore().isClosed() ? reopened() : backend;
    }

    private synchronized DurableBackend reopened() {
        if (!closed && current.getMvStore().isClosed()) {
            DurableBackend broken = current;
            current = opening.get();
            log.atWarn().log("the store was closed by a failed write, and is open again");
            closeQuietly(broken);
        }
        return current;
    }

    private static void closeQuietly(DurableBackend broken) {
        try {
            broken.close();
        } catch (MVStoreException _) {
            // what it would close is closed
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        current.close();
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        return backend().handleCommand(channel, database, command, query);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        return backend().handleMessage(message);
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
        return backend().handleQuery(query);
    }

    @Override
    public void handleClose(Channel channel) {
        current.handleClose(channel);
    }

    @Override
    public void dropDatabase(String database) {
        backend().dropDatabase(database);
    }

    @Override
    public Collection<Document> getCurrentOperations(MongoQuery query) {
        return backend().getCurrentOperations(query);
    }

    @Override
    public Document getServerStatus() {
        return backend().getServerStatus();
    }

    @Override
    public void closeCursors(List<Long> cursors) {
        current.closeCursors(cursors);
    }

    @Override
    public Clock getClock() {
        return current.getClock();
    }

    @Override
    public void enableOplog() {
        current.enableOplog();
    }

    @Override
    public void disableOplog() {
        current.disableOplog();
    }

    @Override
    public MongoDatabase resolveDatabase(String database) {
        return backend().resolveDatabase(database);
    }

    @Override
    public MongoBackend version(MongoVersion version) {
        current.version(version);
        return this;
    }
}
