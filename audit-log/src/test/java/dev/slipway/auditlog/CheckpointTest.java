package dev.slipway.auditlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private final NoteSigner signer = NoteSigner.generate("slipway.example/log");

    @Test
    void isThreeLines() {
        var checkpoint = new Checkpoint("slipway.example/log", 0, Hash.EMPTY_TREE);

        assertThat(checkpoint.text()).isEqualTo("slipway.example/log\n0\n" + ROOT + "\n");
        assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
    }

    @Test
    void keepsLinesThatItDoesNotKnow() {
        String text = "log\n7\n" + ROOT + "\nextra\n";

        Checkpoint checkpoint = Checkpoint.parse(text);

        assertThat(checkpoint).isEqualTo(new Checkpoint("log", 7, Hash.EMPTY_TREE, List.of("extra")));
        assertThat(checkpoint.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log\n7\n",
                "log\n7\n" + ROOT,
                "\n7\n" + ROOT + "\n",
                "log\n07\n" + ROOT + "\n",
                "log\n+7\n" + ROOT + "\n",
                "log\n-7\n" + ROOT + "\n",
                "log\nseven\n" + ROOT + "\n",
                "log\n9223372036854775808\n" + ROOT + "\n",
                "log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
                "log\n7\n47DEQpj8HBSa\n",
                "log\n7\n" + ROOT + "\n\n",
            })
    void whatIsNotACheckpointIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isReadOnlyOfTheLogThatTheKeyBelongsTo() {
        var ours = new Checkpoint("slipway.example/log", 7, Hash.EMPTY_TREE);
        var others = new Checkpoint("other.example/log", 7, Hash.EMPTY_TREE);

        assertThat(Checkpoint.open(signer.sign(ours.text()).format(), signer.verifier()))
                .isEqualTo(ours);
        String foreign = signer.sign(others.text()).format();
        assertThatThrownBy(() -> Checkpoint.open(foreign, signer.verifier()))
                .hasMessage("the checkpoint is of the log 'other.example/log', not of 'slipway.example/log'");
    }

    @Test
    void oneFlippedBitAnywhereIsRefused() throws CharacterCodingException {
        byte[] note = signer.sign(new Checkpoint("slipway.example/log", 7, Hash.EMPTY_TREE).text())
                .format()
                .getBytes(UTF_8);

        for (int bit = 0; bit < note.length * 8; bit++) {
            byte[] flipped = BitFlip.of(note, bit);
            assertThatThrownBy(() -> Checkpoint.open(decode(flipped), signer.verifier()))
                    .as("bit %d", bit)
                    .isInstanceOfAny(IllegalArgumentException.class, CharacterCodingException.class);
        }
    }

    private static String decode(byte[] note) throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString();
    }
}
