package dev.slipway.audit.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.mongo.MongoBatches;
import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.Proofs;
import dev.slipway.embedded.EmbeddedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Proofs from the batches of a tree of 3,000 leaves, which came in batches of all sizes. */
class BatchTreeTest {

    private static final int SIZE = 3_000;
    private static final List<Hash> LEAVES = new ArrayList<>();
    private static final List<Hash> ROOTS = new ArrayList<>();

    private static final EmbeddedStore STORE = EmbeddedStore.inMemory();
    private static final MongoClient CLIENT = MongoClients.create(STORE.uri());
    private static final MongoBatches BATCHES = new MongoBatches(CLIENT.getDatabase("slipway_audit"));

    @BeforeAll
    static void append() {
        BATCHES.createIndexes();
        Frontier root = Frontier.EMPTY;
        ROOTS.add(root.root());
        for (int i = 0; i < SIZE; i++) {
            LEAVES.add(Hash.leaf(("leaf " + i).getBytes(UTF_8)));
            root = root.append(List.of(LEAVES.get(i)));
            ROOTS.add(root.root());
        }
        var random = new Random(7);
        Frontier head = Frontier.EMPTY;
        while (head.size() < SIZE) {
            int start = (int) head.size();
            int count = Math.min(1 + random.nextInt(Batch.room(start)), SIZE - start);
            var leaves = new ArrayList<Leaf>();
            for (int i = start; i < start + count; i++) {
                leaves.add(new Leaf("event " + i, LEAVES.get(i)));
            }
            Batch batch = Batch.after(head, leaves, "batch " + start);
            assertThat(BATCHES.insert(batch)).isTrue();
            head = batch.frontier();
        }
    }

    @AfterAll
    static void close() {
        CLIENT.close();
        STORE.close();
    }

    private final Random random = new Random(11);
    private final Proofs proofs = new Proofs(new BatchTree(BATCHES));

    @Test
    void everyRootIsThatOfTheTree() {
        for (int i = 0; i < 200; i++) {
            int size = random.nextInt(SIZE + 1);
            assertThat(proofs.root(size)).as("size %d", size).isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void leavesAreProvenToBeIncluded() {
        for (int i = 0; i < 300; i++) {
            int size = 1 + random.nextInt(SIZE);
            int index = random.nextInt(size);
            assertThat(proofs.inclusion(index, size).verify(LEAVES.get(index), ROOTS.get(size)))
                    .as("leaf %d of %d", index, size)
                    .isTrue();
        }
    }

    @Test
    void treesAreProvenToBeConsistent() {
        for (int i = 0; i < 300; i++) {
            int to = 1 + random.nextInt(SIZE);
            int from = random.nextInt(to + 1);
            assertThat(proofs.consistency(from, to).verify(ROOTS.get(from), ROOTS.get(to)))
                    .as("%d to %d", from, to)
                    .isTrue();
        }
    }
}
