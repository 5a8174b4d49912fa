package dev.slipway.auditlog;

import java.util.ArrayList;
import java.util.List;

/**
 * All that is needed to go on appending to a tree: the roots of its complete subtrees, the largest first, one per bit
 * that is set in its size.
 */
public record Frontier(long size, List<Hash> subtrees) {

    public static final Frontier EMPTY = new Frontier(0, List.of());

    public Frontier {
        subtrees = List.copyOf(subtrees);
        if (size < 0 || subtrees.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("a frontier of size %d cannot have %d subtrees, it has one per bit set"
                    .formatted(size, subtrees.size()));
        }
    }

    public Frontier append(List<Hash> leaves) {
        var stack = new ArrayList<>(subtrees);
        long count = size;
        for (Hash leaf : leaves) {
            Hash subtree = leaf;
            for (long below = count; (below & 1) == 1; below >>= 1) {
                subtree = Hash.node(stack.removeLast(), subtree);
            }
            stack.add(subtree);
            count++;
        }
        return new Frontier(count, stack);
    }

    public Hash root() {
        if (subtrees.isEmpty()) {
            return Hash.EMPTY_TREE;
        }
        Hash root = subtrees.getLast();
        for (Hash left : subtrees.reversed().subList(1, subtrees.size())) {
            root = Hash.node(left, root);
        }
        return root;
    }
}
