package dev.slipway.auditlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {

    /** The example of Go's sumdb/note, the first implementation of the format. */
    private static final String SECRET =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private static final String PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String TEXT =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private static final String SIGNED = TEXT
            + "\n— PeterNeumann"
            + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private final NoteVerifier verifier = NoteVerifier.parse(PUBLIC);
    private final NoteSigner signer = NoteSigner.of(SECRET, verifier);

    @Test
    void signsAsTheOtherImplementationDoes() {
        assertThat(signer.sign(TEXT).format()).isEqualTo(SIGNED);
    }

    @Test
    void verifiesWhatTheOtherImplementationSigned() {
        Note note = Note.parse(SIGNED);

        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(note.format()).isEqualTo(SIGNED);
        assertThat(verifier.verify(note)).isTrue();
    }

    @Test
    void keysAreWrittenAsTheyAreRead() {
        assertThat(verifier).hasToString(PUBLIC);
        assertThat(signer.secret()).isEqualTo(SECRET);
    }

    @Test
    void aNewKeySignsAfterItWasWrittenAndRead() {
        NoteSigner made = NoteSigner.generate("slipway.example/log");
        NoteVerifier known = NoteVerifier.parse(made.verifier().toString());

        Note note = NoteSigner.of(made.secret(), known).sign("hello\n");

        assertThat(known.verify(note)).isTrue();
        assertThat(verifier.verify(note)).isFalse();
    }

    @Test
    void anotherWitnessesSignatureDoesNotMatter() {
        Note ours = signer.sign(TEXT);
        Note theirs = NoteSigner.generate("witness").sign(TEXT);

        var both = new Note(
                TEXT, List.of(theirs.signatures().getFirst(), ours.signatures().getFirst()));

        assertThat(verifier.verify(Note.parse(both.format()))).isTrue();
    }

    @Test
    void aKeyOfTheSameNameIsAnotherKey() {
        assertThat(NoteSigner.generate("PeterNeumann").verifier().verify(Note.parse(SIGNED)))
                .isFalse();
    }

    @Test
    void theBlankLineIsTheLastOne() {
        String text = "one\n\ntwo\n\n\nthree\n";

        assertThat(Note.parse(signer.sign(text).format()).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text without signatures\n",
                "text\n\n",
                "text\n\nno dash x08go/ZJkg==\n",
                "text\n\n- PeterNeumann x08go/ZJkg==\n",
                "text\n\n— x08go/ZJkg==\n",
                "text\n\n— PeterNeumann\n",
                "text\n\n— PeterNeumann x08go/ZJkg==",
                "text\n\n— PeterNeumann x08go/ZJkh==\n",
                "text\n\n— PeterNeumann x08gow==\n",
                "text\n\n— Peter Neumann x08go/ZJkg==\n",
                "text\n\n— Peter+Neumann x08go/ZJkg==\n",
                "text\n\n— PeterNeumann x08go/ZJkg==\n\n",
                "te\txt\n\n— PeterNeumann x08go/ZJkg==\n",
            })
    void whatIsNotANoteIsRefused(String note) {
        assertThatThrownBy(() -> Note.parse(note)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PeterNeumann+c74f20a3",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+AhpcdQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            })
    void whatIsNotAKeyIsRefused(String key) {
        assertThatThrownBy(() -> NoteVerifier.parse(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPrivateKeyOfAnotherPairIsRefusedWithoutShowingIt() {
        String seed = NoteSigner.generate("PeterNeumann").secret().split("\\+", 5)[4];
        String mixed = "PRIVATE+KEY+PeterNeumann+c74f20a3+" + seed;

        assertThatThrownBy(() -> NoteSigner.of(mixed, verifier))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not belong to the public key")
                .message()
                .doesNotContain(seed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64 but secret", "c2VjcmV0", "PRIVATE"})
    void aBrokenPrivateKeyIsRefusedWithoutShowingIt(String seed) {
        assertThatThrownBy(() -> NoteSigner.of("PRIVATE+KEY+PeterNeumann+c74f20a3+" + seed, verifier))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain(seed);
    }
}
