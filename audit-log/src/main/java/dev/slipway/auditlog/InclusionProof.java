package dev.slipway.auditlog;

import java.util.List;

/** Shows that a leaf is at {@code index} in the tree of {@code size} leaves; the path goes from the leaf to the root. */
public record InclusionProof(long index, long size, List<Hash> path) {

    public InclusionProof {
        checkBounds(index, size);
        path = List.copyOf(path);
    }

    static void checkBounds(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf index %d is not in a tree of size %d".formatted(index, size));
        }
    }

    /** RFC 9162 section 2.1.3.2. */
    public boolean verify(Hash leaf, Hash root) {
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                return false; // the root is reached and a part of the path is left over
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) { // no sibling on these levels: the tree's right edge
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
