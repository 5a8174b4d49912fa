package dev.slipway.audit.domain;

import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import java.util.List;

/**
 * Leaves that were appended together. Who stores the batch that starts at the tree's size has appended: order, frontier
 * and root are one document.
 *
 * <p>No batch reaches over a multiple of {@link #CHUNK}. So a batch ends at every one of them, and its frontier has the
 * roots of the complete subtrees that end there, from which proofs are made without reading all leaves.
 *
 * @param start the index of its first leaf
 * @param id tells who tried to store it and got no answer whether it is theirs
 * @param frontier of the tree that ends with this batch
 * @param previousRoot of the tree before it
 */
public record Batch(long start, String id, List<Leaf> leaves, Frontier frontier, Hash root, Hash previousRoot) {

    public static final int CHUNK = 256;

    public Batch {
        leaves = List.copyOf(leaves);
        if (start < 0 || leaves.isEmpty() || leaves.size() > room(start)) {
            throw new IllegalArgumentException("a batch at %d has 1 to %d leaves, not %d"
                    .formatted(start, room(Math.max(start, 0)), leaves.size()));
        }
        if (frontier.size() != start + leaves.size() || !frontier.root().equals(root)) {
            throw new IllegalArgumentException(
                    "the batch at %d does not end with the frontier and root that it names".formatted(start));
        }
        if (leaves.stream().map(Leaf::eventId).distinct().count() != leaves.size()) {
            throw new IllegalArgumentException("the batch at %d has two leaves of one event".formatted(start));
        }
    }

    /** How many leaves the next batch of a tree of this size may have. */
    public static int room(long size) {
        return (int) (CHUNK - size % CHUNK);
    }

    public static Batch after(Frontier head, List<Leaf> leaves, String id) {
        Frontier frontier = head.append(leaves.stream().map(Leaf::hash).toList());
        return new Batch(head.size(), id, leaves, frontier, frontier.root(), head.root());
    }

    public long size() {
        return frontier.size();
    }
}
