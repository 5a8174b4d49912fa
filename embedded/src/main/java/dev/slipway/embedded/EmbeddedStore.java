package dev.slipway.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A document store in this process that speaks MongoDB's wire protocol on the loopback interface, for everybody who has
 * no MongoDB at hand.
 *
 * <p>An acknowledged write survives a {@code kill -9} of this process: it is written to the file before the reply, and
 * the operating system's page cache outlives the process. A power failure may cost the file; where that matters, use
 * MongoDB.
 *
 * <p>What it cannot do: transactions and sessions, TTL indexes and collation (ignored), partial unique indexes (enforced
 * on all documents), secondary indexes (accepted, but a query scans unless it is by {@code _id} or a unique key).
 */
public final class EmbeddedStore implements AutoCloseable {

    private static final int CACHE_MEGABYTES = 64;

    /** A connection stays on one thread, which waits for its commit; more threads let commits be shared. */
    private static final int CONNECTION_THREADS = 8;

    private final MongoServer server;
    private final int port;

    private EmbeddedStore(MongoBackend backend, int port) {
        server = new MongoServer(backend);
        try {
            server.bind(Ports.address(port), 1, CONNECTION_THREADS);
        } catch (Exception e) { // Netty throws a BindException without declaring it; the server has closed the backend
            throw new IllegalStateException(
                    "cannot listen on %s:%d: %s; choose a free port".formatted(Ports.LOOPBACK, port, e.getMessage()),
                    e);
        }
        this.port = server.getLocalAddress().getPort();
    }

    /**
     * Starts a store on a file, which is created if it is new, and returns when it serves clients.
     *
     * @param port where to listen; 0 takes a free one
     * @throws IllegalStateException if the port is taken or the file is in use
     */
    public static EmbeddedStore start(Path file, int port) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new EmbeddedStore(new ReopeningBackend(() -> new DurableBackend(open(file))), port);
        } catch (MVStoreException | IOException e) {
            throw new IllegalStateException(
                    "cannot open store file %s: %s; stop the process that uses it or choose another file"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Starts a store that is empty and forgets everything when it is closed. */
    public static EmbeddedStore inMemory() {
        return new EmbeddedStore(new HelloBackend(new MVStore.Builder().open()), 0);
    }

    /** The connection string, without a database name. */
    public String uri() {
        return "mongodb://" + Ports.LOOPBACK + ":" + port;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static MVStore open(Path file) {
        // Only DurableBackend commits: a commit by the store itself could catch a command between document and index.
        MVStore store = new MVStore.Builder()
                .fileName(file.toAbsolutePath().toString())
                .cacheSize(CACHE_MEGABYTES)
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        // Space that a commit frees is used again at once; waiting protects against power failures only.
        store.setRetentionTime(0);
        return store;
    }
}
