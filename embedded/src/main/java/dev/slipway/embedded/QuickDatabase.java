package dev.slipway.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** A database whose unique indexes are {@link QuickIndex}; one that is not in the file yet is made from the documents. */
final class QuickDatabase extends H2Database {
    private final MVStore store;

    QuickDatabase(String name, MVStore store, CursorRegistry cursors) {
        this.store = store; // first, because the constructor behind it opens the indexes that there are
        super(name, store, cursors);
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
            String collection, String index, List<IndexKey> keys, boolean sparse) {
        MVMap<KeyValue, Object> positions = store.openMap(
                mapName(collection, index), new MVMap.Builder<KeyValue, Object>().keyType(KeyType.INSTANCE));
        return new QuickIndex(positions, index, keys, sparse);
    }

    @Override
    protected void dropIndex(MongoCollection<Object> collection, String index) {
        super.dropIndex(collection, index);
        store.removeMap(mapName(collection.getCollectionName(), index));
    }

    private String mapName(String collection, String index) {
        return getFullCollectionNamespace(collection) + "._keys_" + index;
    }
}
