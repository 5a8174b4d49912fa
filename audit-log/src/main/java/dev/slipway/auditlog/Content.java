package dev.slipway.auditlog;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an event said, word by word. The log commits to it by its hash and a salt only, so that both can be erased, as
 * the law may ask, and every proof stays valid; without the salt, what was said cannot be guessed from the hash.
 */
public final class Content {

    public static final int SALT_LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] salt;
    private final byte[] bytes;

    private Content(byte[] salt, byte[] bytes) {
        this.salt = salt;
        this.bytes = bytes;
    }

    /** Of an event that is new to the log. */
    public static Content salted(byte[] bytes) {
        byte[] salt = new byte[SALT_LENGTH];
        RANDOM.nextBytes(salt);
        return of(salt, bytes);
    }

    /** @throws IllegalArgumentException unless the salt has its one length, without which it could hide content */
    public static Content of(byte[] salt, byte[] bytes) {
        if (salt.length != SALT_LENGTH) {
            throw new IllegalArgumentException(
                    "a salt has %d bytes, this one has %d".formatted(SALT_LENGTH, salt.length));
        }
        return new Content(salt.clone(), bytes.clone());
    }

    public Hash commitment() {
        return Hash.sha256(salt, bytes);
    }

    public byte[] salt() {
        return salt.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether the same was said, under whatever salt. */
    public boolean saysTheSameAs(Content other) {
        return Arrays.equals(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Content that && Arrays.equals(salt, that.salt) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Content[%d bytes]".formatted(bytes.length);
    }
}
