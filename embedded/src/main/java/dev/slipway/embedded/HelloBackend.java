package dev.slipway.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import org.h2.mvstore.MVStore;

/**
 * Answers {@code hello}, which drivers and health checks ask today, by its old name, which the backend knows; and has
 * {@link QuickIndex quick indexes}.
 */
class HelloBackend extends H2Backend {

    HelloBackend(MVStore store) {
        super(store);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new QuickDatabase(name, getMvStore(), getCursorRegistry());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (!command.equals("hello")) {
            return super.handleCommand(channel, database, command, query);
        }
        Document reply = super.handleCommand(channel, database, "isMaster", query);
        reply.put("isWritablePrimary", true);
        return reply;
    }
}
