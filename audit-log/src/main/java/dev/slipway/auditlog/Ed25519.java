package dev.slipway.auditlog;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 with raw 32-byte keys, which the JDK only knows inside of their fixed ASN.1 wrappings (RFC 8410). */
final class Ed25519 {

    static final int KEY_LENGTH = 32;

    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private Ed25519() {}

    static PublicKey publicKey(byte[] raw) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(wrap(PUBLIC_PREFIX, raw)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key: " + e.getMessage(), e);
        }
    }

    static PrivateKey privateKey(byte[] seed) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(wrap(PRIVATE_PREFIX, seed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 private key", e);
        }
    }

    static byte[] raw(PublicKey key) {
        return unwrap(PUBLIC_PREFIX, key.getEncoded());
    }

    static byte[] seed(PrivateKey key) {
        return unwrap(PRIVATE_PREFIX, key.getEncoded());
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key must be able to sign", e);
        }
    }

    static boolean verify(PublicKey key, byte[] message, byte[] signed) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false; // bytes that are no signature at all
        }
    }

    private static byte[] wrap(byte[] prefix, byte[] raw) {
        if (raw.length != KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "an Ed25519 key has %d bytes, this one has %d".formatted(KEY_LENGTH, raw.length));
        }
        byte[] wrapped = Arrays.copyOf(prefix, prefix.length + raw.length);
        System.arraycopy(raw, 0, wrapped, prefix.length, raw.length);
        return wrapped;
    }

    private static byte[] unwrap(byte[] prefix, byte[] wrapped) {
        if (wrapped.length != prefix.length + KEY_LENGTH
                || !Arrays.equals(prefix, Arrays.copyOf(wrapped, prefix.length))) {
            throw new IllegalStateException("the JDK encoded an Ed25519 key in another way than RFC 8410 says");
        }
        return Arrays.copyOfRange(wrapped, prefix.length, wrapped.length);
    }
}
