package dev.slipway.auditlog;

import java.util.List;

/** Shows that the tree of {@code to} leaves begins with all {@code from} leaves of the older one, in their order. */
public record ConsistencyProof(long from, long to, List<Hash> path) {

    public ConsistencyProof {
        checkBounds(from, to);
        path = List.copyOf(path);
    }

    static void checkBounds(long from, long to) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(
                    "consistency goes from a smaller to a larger size, not from %d to %d".formatted(from, to));
        }
    }

    /** RFC 9162 section 2.1.4.2; every tree is consistent with the empty one, by an empty path. */
    public boolean verify(Hash fromRoot, Hash toRoot) {
        if (from == to) {
            return path.isEmpty() && fromRoot.equals(toRoot) && (from != 0 || fromRoot.equals(Hash.EMPTY_TREE));
        }
        if (from == 0) {
            return path.isEmpty() && fromRoot.equals(Hash.EMPTY_TREE);
        }
        boolean complete = Long.bitCount(from) == 1; // then the older root is a node of the newer tree, and not sent
        if (path.isEmpty() && !complete) {
            return false;
        }
        Hash older = complete ? fromRoot : path.getFirst();
        Hash newer = older;
        int skip = Long.numberOfTrailingZeros(from); // the levels on which the older tree's last leaf is a right child
        long node = (from - 1) >> skip;
        long last = (to - 1) >> skip;
        for (Hash sibling : complete ? path : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                older = Hash.node(sibling, older);
                newer = Hash.node(sibling, newer);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                newer = Hash.node(newer, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && older.equals(fromRoot) && newer.equals(toRoot);
    }
}
