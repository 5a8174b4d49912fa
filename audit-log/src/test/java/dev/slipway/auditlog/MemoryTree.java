package dev.slipway.auditlog;

import java.util.List;

/** A tree whose leaves are all in memory. */
record MemoryTree(List<Hash> leaves) implements Subtrees {

    static MemoryTree of(List<byte[]> data) {
        return new MemoryTree(data.stream().map(Hash::leaf).toList());
    }

    Proofs proofs() {
        return new Proofs(this);
    }

    @Override
    public Hash subtree(int level, long index) {
        int start = (int) (index << level);
        return Frontier.EMPTY
                .append(leaves.subList(start, start + (1 << level)))
                .root();
    }
}
