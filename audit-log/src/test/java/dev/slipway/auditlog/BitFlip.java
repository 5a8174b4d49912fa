package dev.slipway.auditlog;

/** The smallest change that there is. */
final class BitFlip {

    private BitFlip() {}

    static byte[] of(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }
}
