package dev.slipway.audit.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {

    private static List<Leaf> leaves(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new Leaf("event " + i, Hash.leaf(new byte[] {(byte) i})))
                .toList();
    }

    private static Frontier tree(int size) {
        return Frontier.EMPTY.append(leaves(0, size).stream().map(Leaf::hash).toList());
    }

    @Test
    void continuesTheTree() {
        Batch batch = Batch.after(tree(5), leaves(5, 3), "id");

        assertThat(batch.start()).isEqualTo(5);
        assertThat(batch.size()).isEqualTo(8);
        assertThat(batch.previousRoot()).isEqualTo(tree(5).root());
        assertThat(batch.root()).isEqualTo(tree(8).root());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 257", "200, 57", "255, 2"})
    void hasNotMoreLeavesThanItsChunkHasRoomFor(int start, int count) {
        assertThatThrownBy(() -> Batch.after(tree(start), leaves(start, count), "id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch at %d has 1 to %d leaves, not %d", start, 256 - start % 256, count);
    }

    @Test
    void hasOneLeafPerEvent() {
        List<Leaf> twice = List.of(leaves(0, 1).getFirst(), leaves(0, 1).getFirst());

        assertThatThrownBy(() -> Batch.after(Frontier.EMPTY, twice, "id"))
                .hasMessage("the batch at 0 has two leaves of one event");
    }

    @Test
    void endsAsItSays() {
        Frontier other = tree(3);

        assertThatThrownBy(() -> new Batch(0, "id", leaves(0, 3), other, Hash.NONE, Hash.EMPTY_TREE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Batch(0, "id", leaves(0, 2), other, other.root(), Hash.EMPTY_TREE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
