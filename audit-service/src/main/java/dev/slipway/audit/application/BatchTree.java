package dev.slipway.audit.application;

import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.Subtrees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Complete subtrees, read from the batches. One of 256 leaves or more that is a left child is in the frontier of the batch
 * that ends with it; a right child is made of its two halves; so a proof in a tree of n leaves reads O(log² n) batches at
 * most, and what was read once is remembered, for it never changes.
 */
final class BatchTree implements Subtrees {

    private static final int CHUNK_LEVEL = Integer.numberOfTrailingZeros(Batch.CHUNK);
    private static final int REMEMBERED = 50_000;

    private final BatchStore batches;

    private final Map<Node, Hash> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Node, Hash> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Node(int level, long index) {}

    BatchTree(BatchStore batches) {
        this.batches = batches;
    }

    @Override
    public synchronized Hash subtree(int level, long index) {
        var node = new Node(level, index);
        Hash hash = remembered.get(node);
        if (hash == null) {
            hash = level < CHUNK_LEVEL ? inChunk(node) : aboveChunks(node);
            remembered.put(node, hash);
        }
        return hash;
    }

    private Hash aboveChunks(Node node) {
        if (node.index() % 2 == 0) {
            long end = (node.index() + 1) << node.level();
            return batches.endingAt(end)
                    .orElseThrow(() -> missing(end - 1))
                    .frontier()
                    .subtrees()
                    .getLast();
        }
        if (node.level() == CHUNK_LEVEL) {
            return Frontier.EMPTY
                    .append(leaves(node.index() << CHUNK_LEVEL, Batch.CHUNK))
                    .root();
        }
        return Hash.node(subtree(node.level() - 1, node.index() * 2), subtree(node.level() - 1, node.index() * 2 + 1));
    }

    /** Remembers all leaves of the chunk on the way: a proof asks for most of its subtrees. */
    private Hash inChunk(Node node) {
        if (node.level() > 0) {
            return Hash.node(
                    subtree(node.level() - 1, node.index() * 2), subtree(node.level() - 1, node.index() * 2 + 1));
        }
        long start = node.index() - node.index() % Batch.CHUNK;
        List<Hash> leaves = leaves(start, (int) (node.index() - start) + 1);
        for (int i = 0; i < leaves.size(); i++) {
            remembered.put(new Node(0, start + i), leaves.get(i));
        }
        return leaves.get((int) (node.index() - start));
    }

    private List<Hash> leaves(long start, int atLeast) {
        List<Hash> leaves = batches.ofChunk(start).stream()
                .flatMap(batch -> batch.leaves().stream())
                .map(Leaf::hash)
                .toList();
        if (leaves.size() < atLeast) {
            throw missing(start + leaves.size());
        }
        return leaves;
    }

    private static IllegalStateException missing(long index) {
        return new IllegalStateException("the store has no batch with leaf " + index);
    }
}
