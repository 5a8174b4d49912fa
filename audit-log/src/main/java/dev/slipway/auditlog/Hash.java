package dev.slipway.auditlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A SHA-256 hash, with the domain separation of RFC 9162 section 2.1.1 for leaves and nodes of the tree. */
public final class Hash {

    public static final int LENGTH = 32;

    /** The root of the tree without leaves. */
    public static final Hash EMPTY_TREE = sha256();

    /** Not the hash of anything: what the first record of a release names as its predecessor. */
    public static final Hash NONE = new Hash(new byte[LENGTH]);

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException unless there are exactly 32 bytes */
    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hash has %d bytes, this one has %d".formatted(LENGTH, bytes.length));
        }
        return new Hash(bytes.clone());
    }

    public static Hash ofHex(String hex) {
        return of(Encodings.fromHex("hash", hex));
    }

    public static Hash ofBase64(String base64) {
        return of(Encodings.fromBase64("hash", base64));
    }

    public static Hash leaf(byte[] data) {
        return sha256(LEAF, data);
    }

    public static Hash node(Hash left, Hash right) {
        return sha256(NODE, left.bytes, right.bytes);
    }

    static Hash sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return new Hash(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return Encodings.hex(bytes);
    }

    public String base64() {
        return Encodings.base64(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
