package dev.slipway.auditlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MerkleTreeTest {

    private static final long SEED = 20261121;

    /** Every small size, where the shapes differ most, and larger ones at random. */
    static IntStream sizes() {
        return IntStream.concat(IntStream.rangeClosed(0, 70), new Random(SEED).ints(12, 71, 1500));
    }

    private static List<byte[]> data(int size) {
        var random = new Random(SEED + size);
        return Stream.generate(() -> {
                    byte[] leaf = new byte[random.nextInt(40)];
                    random.nextBytes(leaf);
                    return leaf;
                })
                .limit(size)
                .toList();
    }

    /** A few for a large tree, all for a small one. */
    private static IntStream some(int from, int to) {
        return to - from <= 70 ? IntStream.range(from, to) : new Random(SEED).ints(25, from, to);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rootIsTheOneOfTheDefinition(int size) {
        List<byte[]> data = data(size);

        Frontier appended = Frontier.EMPTY;
        for (Hash leaf : MemoryTree.of(data).leaves()) {
            appended = appended.append(List.of(leaf));
        }

        assertThat(appended.root().bytes()).isEqualTo(NaiveTree.root(data));
        assertThat(appended).isEqualTo(Frontier.EMPTY.append(MemoryTree.of(data).leaves()));
        assertThat(MemoryTree.of(data).proofs().root(size)).isEqualTo(appended.root());
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everyLeafIsProvenByThePathOfTheDefinition(int size) {
        List<byte[]> data = data(size);
        MemoryTree tree = MemoryTree.of(data);
        Hash root = tree.proofs().root(size);

        some(0, size).forEach(index -> {
            InclusionProof proof = tree.proofs().inclusion(index, size);
            assertThat(proof.path().stream().map(Hash::bytes).toList())
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(NaiveTree.path(index, data));
            assertThat(proof.verify(tree.leaves().get(index), root)).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everyOlderTreeIsProvenByThePathOfTheDefinition(int size) {
        List<byte[]> data = data(size);
        MemoryTree tree = MemoryTree.of(data);
        Hash root = tree.proofs().root(size);

        some(1, size + 1).forEach(older -> {
            ConsistencyProof proof = tree.proofs().consistency(older, size);
            assertThat(proof.path().stream().map(Hash::bytes).toList())
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(NaiveTree.subproof(older, data, true));
            assertThat(proof.verify(tree.proofs().root(older), root)).isTrue();
        });
        assertThat(tree.proofs().consistency(0, size).verify(Hash.EMPTY_TREE, root))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 2", "1, 2", "0, 7", "3, 7", "6, 7", "4, 8", "8, 9", "10, 33"})
    void inclusionIsRefusedWhenAnythingIsChanged(int index, int size) {
        MemoryTree tree = MemoryTree.of(data(size));
        Hash leaf = tree.leaves().get(index);
        Hash root = tree.proofs().root(size);
        InclusionProof proof = tree.proofs().inclusion(index, size);

        assertThat(flips(leaf)).noneMatch(other -> proof.verify(other, root));
        assertThat(flips(root)).noneMatch(other -> proof.verify(leaf, other));
        assertThat(changedPaths(proof.path()))
                .noneMatch(path -> new InclusionProof(index, size, path).verify(leaf, root));
        assertThat(IntStream.range(0, size).filter(other -> other != index))
                .noneMatch(other -> new InclusionProof(other, size, proof.path()).verify(leaf, root));
    }

    /** Some sizes give the same shape of path: the signed size says which one it is, the proof alone cannot. */
    @Test
    void inclusionIsRefusedForASizeWithAPathOfAnotherLength() {
        MemoryTree tree = MemoryTree.of(data(8));
        InclusionProof proof = tree.proofs().inclusion(2, 8);

        assertThat(IntStream.of(3, 4, 9, 16, 100))
                .noneMatch(size -> new InclusionProof(2, size, proof.path())
                        .verify(tree.leaves().get(2), tree.proofs().root(8)));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 8", "2, 5", "3, 7", "4, 8", "6, 8", "7, 8", "8, 9", "10, 33", "31, 33"})
    void consistencyIsRefusedWhenAnythingIsChanged(int from, int to) {
        Proofs proofs = MemoryTree.of(data(to)).proofs();
        Hash older = proofs.root(from);
        Hash newer = proofs.root(to);
        ConsistencyProof proof = proofs.consistency(from, to);

        assertThat(flips(older)).noneMatch(other -> proof.verify(other, newer));
        assertThat(flips(newer)).noneMatch(other -> proof.verify(older, other));
        assertThat(changedPaths(proof.path()))
                .noneMatch(path -> new ConsistencyProof(from, to, path).verify(older, newer));
        assertThat(IntStream.range(0, to).filter(other -> other != from))
                .noneMatch(other -> new ConsistencyProof(other, to, proof.path()).verify(older, newer));
    }

    @Test
    void equalSizesAreConsistentOnlyIfTheirRootsAreEqualAndNothingIsSent() {
        Hash root = MemoryTree.of(data(5)).proofs().root(5);

        assertThat(new ConsistencyProof(5, 5, List.of()).verify(root, root)).isTrue();
        assertThat(new ConsistencyProof(5, 5, List.of(root)).verify(root, root)).isFalse();
        assertThat(flips(root)).noneMatch(other -> new ConsistencyProof(5, 5, List.of()).verify(root, other));
        assertThat(new ConsistencyProof(0, 0, List.of()).verify(root, root)).isFalse();
        assertThat(new ConsistencyProof(0, 5, List.of()).verify(root, root)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "5, 5", "6, 5", "0, 0", "0, -1"})
    void aLeafOutsideOfTheTreeHasNoProof(long index, long size) {
        assertThatThrownBy(() -> new InclusionProof(index, size, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("leaf index %d is not in a tree of size %d", index, size);
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "6, 5"})
    void aTreeIsNotConsistentWithASmallerOne(long from, long to) {
        assertThatThrownBy(() -> new ConsistencyProof(from, to, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "3, 1", "-1, 0"})
    void aFrontierHasASubtreePerBitOfItsSize(long size, int subtrees) {
        List<Hash> hashes = Stream.generate(() -> Hash.NONE).limit(subtrees).toList();

        assertThatThrownBy(() -> new Frontier(size, hashes)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "31", "33"})
    void aHashHas32Bytes(int length) {
        assertThatThrownBy(() -> Hash.of(new byte[length]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a hash has 32 bytes, this one has %d", length);
    }

    private static List<Hash> flips(Hash hash) {
        return IntStream.range(0, Hash.LENGTH * 8)
                .mapToObj(bit -> Hash.of(BitFlip.of(hash.bytes(), bit)))
                .toList();
    }

    /** Any bit of any hash flipped, any hash left out, doubled, or one too many at the end. */
    private static List<List<Hash>> changedPaths(List<Hash> path) {
        var changed = new ArrayList<List<Hash>>();
        for (int i = 0; i < path.size(); i++) {
            for (Hash flipped : flips(path.get(i))) {
                var other = new ArrayList<>(path);
                other.set(i, flipped);
                changed.add(other);
            }
            var shorter = new ArrayList<>(path);
            shorter.remove(i);
            changed.add(shorter);
            var doubled = new ArrayList<>(path);
            doubled.add(i, path.get(i));
            changed.add(doubled);
        }
        var longer = new ArrayList<>(path);
        longer.add(Hash.NONE);
        changed.add(longer);
        return changed;
    }
}
