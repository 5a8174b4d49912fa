package dev.slipway.auditlog;

import java.util.ArrayList;
import java.util.List;

/** Makes the proofs of RFC 9162 sections 2.1.3.1 and 2.1.4.1 from the complete subtrees of a tree. */
public final class Proofs {

    private final Subtrees subtrees;

    public Proofs(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    public Hash root(long size) {
        return size == 0 ? Hash.EMPTY_TREE : hash(0, size);
    }

    public InclusionProof inclusion(long index, long size) {
        InclusionProof.checkBounds(index, size);
        var path = new ArrayList<Hash>();
        long start = 0;
        long end = size;
        while (end - start > 1) {
            long middle = start + split(end - start);
            if (index < middle) {
                path.add(hash(middle, end));
                end = middle;
            } else {
                path.add(hash(start, middle));
                start = middle;
            }
        }
        return new InclusionProof(index, size, path.reversed());
    }

    public ConsistencyProof consistency(long from, long to) {
        ConsistencyProof.checkBounds(from, to);
        if (from == 0 || from == to) {
            return new ConsistencyProof(from, to, List.of());
        }
        var path = new ArrayList<Hash>();
        long start = 0;
        long end = to;
        while (end != from) {
            long middle = start + split(end - start);
            if (from <= middle) {
                path.add(hash(middle, end));
                end = middle;
            } else {
                path.add(hash(start, middle));
                start = middle;
            }
        }
        if (start != 0) {
            path.add(hash(start, end)); // else it is the older root itself, which the verifier has
        }
        return new ConsistencyProof(from, to, path.reversed());
    }

    private Hash hash(long start, long end) {
        long leaves = end - start;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return subtrees.subtree(level, start >> level);
        }
        long middle = start + split(leaves);
        return Hash.node(hash(start, middle), hash(middle, end));
    }

    /** The largest power of two below {@code leaves}. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
