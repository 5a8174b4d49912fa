package dev.slipway.auditlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PublicKey;
import java.util.Arrays;

/**
 * A public key for signed notes, written {@code <name>+<key id in hex>+<base64 of 0x01 and the Ed25519 key>}. It is all
 * that somebody needs who wants to check a trail.
 */
public final class NoteVerifier {

    static final byte ED25519 = 1;
    static final int ID_LENGTH = 4;

    private final String name;
    private final byte[] key;
    private final PublicKey publicKey;

    NoteVerifier(String name, byte[] key) {
        Note.checkName(name);
        this.name = name;
        this.key = key.clone();
        this.publicKey = Ed25519.publicKey(key);
    }

    /** @throws IllegalArgumentException saying what is wrong with the key */
    public static NoteVerifier parse(String verifierKey) {
        String[] parts = verifierKey.split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "'%s' is not a verifier key '<name>+<key id>+<base64>'".formatted(verifierKey));
        }
        byte[] typed = Encodings.fromBase64("public key", parts[2]);
        if (typed.length != 1 + Ed25519.KEY_LENGTH || typed[0] != ED25519) {
            throw new IllegalArgumentException("key '%s' is not of type 1, Ed25519".formatted(verifierKey));
        }
        var verifier = new NoteVerifier(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!Encodings.hex(verifier.id()).equals(parts[1])) {
            throw new IllegalArgumentException("key id %s does not belong to this name and key, whose id is %s"
                    .formatted(parts[1], Encodings.hex(verifier.id())));
        }
        return verifier;
    }

    public String name() {
        return name;
    }

    /** Whether this key has signed the note. Signatures of other keys, such as witnesses, do not matter. */
    public boolean verify(Note note) {
        byte[] text = note.text().getBytes(UTF_8);
        return note.signatures().stream().anyMatch(signature -> verify(text, signature));
    }

    private boolean verify(byte[] text, Note.Signature signature) {
        byte[] blob = Encodings.fromBase64("signature", signature.blob());
        return signature.name().equals(name)
                && Arrays.equals(Arrays.copyOf(blob, ID_LENGTH), id())
                && Ed25519.verify(publicKey, text, Arrays.copyOfRange(blob, ID_LENGTH, blob.length));
    }

    byte[] id() {
        byte[] hash = Hash.sha256(name.getBytes(UTF_8), new byte[] {'\n', ED25519}, key)
                .bytes();
        return Arrays.copyOf(hash, ID_LENGTH);
    }

    /** The key as {@link #parse} reads it. */
    @Override
    public String toString() {
        return "%s+%s+%s".formatted(name, Encodings.hex(id()), NoteSigner.typed(key));
    }
}
