package dev.slipway.auditlog;

/** Where the hashes of complete subtrees come from. A complete subtree never changes again, so it may be cached. */
@FunctionalInterface
public interface Subtrees {

    /** The hash over the {@code 2^level} leaves from {@code index * 2^level} on; all of them exist. */
    Hash subtree(int level, long index);
}
