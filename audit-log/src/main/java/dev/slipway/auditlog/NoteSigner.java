package dev.slipway.auditlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;

/** A private key for signed notes. It never leaves this object but by {@link #secret()}. */
public final class NoteSigner {

    private static final String SECRET_START = "PRIVATE+KEY+";
    private static final String PROBE = "does this private key belong to that public key?\n";

    private final NoteVerifier verifier;
    private final PrivateKey key;

    private NoteSigner(NoteVerifier verifier, PrivateKey key) {
        this.verifier = verifier;
        this.key = key;
    }

    public static NoteSigner generate(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new NoteSigner(new NoteVerifier(name, Ed25519.raw(pair.getPublic())), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519 since 15", e);
        }
    }

    /**
     * @param secret {@code PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the seed>}
     * @param verifier its public half, which the JDK cannot compute from the seed
     * @throws IllegalArgumentException if they are not a pair; it does not show the secret
     */
    public static NoteSigner of(String secret, NoteVerifier verifier) {
        String start = SECRET_START + verifier.name() + "+" + Encodings.hex(verifier.id()) + "+";
        if (!secret.startsWith(start)) {
            throw new IllegalArgumentException("the private key does not begin with " + start);
        }
        byte[] typed = secret(secret.substring(start.length()));
        var signer = new NoteSigner(verifier, Ed25519.privateKey(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!verifier.verify(signer.sign(PROBE))) {
            throw new IllegalArgumentException("the private key does not belong to the public key " + verifier);
        }
        return signer;
    }

    private static byte[] secret(String base64) {
        try {
            byte[] typed = Encodings.fromBase64("private key", base64);
            if (typed.length == 1 + Ed25519.KEY_LENGTH && typed[0] == NoteVerifier.ED25519) {
                return typed;
            }
        } catch (IllegalArgumentException _) {
            // its message would show the key
        }
        throw new IllegalArgumentException("the private key is not base64 of type 1, Ed25519, and 32 bytes");
    }

    public NoteVerifier verifier() {
        return verifier;
    }

    public Note sign(String text) {
        byte[] signature = Ed25519.sign(key, text.getBytes(UTF_8));
        byte[] blob = ByteBuffer.allocate(NoteVerifier.ID_LENGTH + signature.length)
                .put(verifier.id())
                .put(signature)
                .array();
        return new Note(text, List.of(new Note.Signature(verifier.name(), Encodings.base64(blob))));
    }

    /** The key as {@link #of} reads it: for a file that only its owner can read. */
    public String secret() {
        return SECRET_START + verifier.name() + "+" + Encodings.hex(verifier.id()) + "+" + typed(Ed25519.seed(key));
    }

    static String typed(byte[] key) {
        return Encodings.base64(ByteBuffer.allocate(1 + key.length)
                .put(NoteVerifier.ED25519)
                .put(key)
                .array());
    }
}
