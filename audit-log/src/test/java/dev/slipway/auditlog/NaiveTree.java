package dev.slipway.auditlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The recursive definitions of RFC 9162 section 2.1 as they stand there, sharing no code with the real ones. */
final class NaiveTree {

    private NaiveTree() {}

    /** MTH(D[n]). */
    static byte[] root(List<byte[]> data) {
        if (data.isEmpty()) {
            return sha256(new byte[0]);
        }
        if (data.size() == 1) {
            return sha256(new byte[] {0}, data.getFirst());
        }
        int k = split(data.size());
        return sha256(new byte[] {1}, root(data.subList(0, k)), root(data.subList(k, data.size())));
    }

    /** PATH(m, D[n]). */
    static List<byte[]> path(int m, List<byte[]> data) {
        if (data.size() == 1) {
            return List.of();
        }
        int k = split(data.size());
        List<byte[]> left = data.subList(0, k);
        List<byte[]> right = data.subList(k, data.size());
        return m < k ? plus(path(m, left), root(right)) : plus(path(m - k, right), root(left));
    }

    /** SUBPROOF(m, D[n], b). */
    static List<byte[]> subproof(int m, List<byte[]> data, boolean known) {
        if (m == data.size()) {
            return known ? List.of() : List.of(root(data));
        }
        int k = split(data.size());
        List<byte[]> left = data.subList(0, k);
        List<byte[]> right = data.subList(k, data.size());
        return m <= k ? plus(subproof(m, left, known), root(right)) : plus(subproof(m - k, right, false), root(left));
    }

    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static List<byte[]> plus(List<byte[]> list, byte[] last) {
        var longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
