package dev.slipway.auditlog;

import java.util.Base64;
import java.util.HexFormat;

/**
 * Encodings with exactly one text per value. The JDK's decoders also take upper-case hex and base64 whose unused last
 * bits are set, which would let somebody change a signed file without being noticed.
 */
final class Encodings {

    private static final HexFormat HEX = HexFormat.of();

    private Encodings() {}

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static byte[] fromHex(String field, String text) {
        try {
            byte[] bytes = HEX.parseHex(text);
            if (hex(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // told below, in the same words
        }
        throw new IllegalArgumentException("%s '%s' is not lower-case hex".formatted(field, text));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] fromBase64(String field, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (base64(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // told below, in the same words
        }
        throw new IllegalArgumentException("%s '%s' is not padded standard base64".formatted(field, text));
    }
}
