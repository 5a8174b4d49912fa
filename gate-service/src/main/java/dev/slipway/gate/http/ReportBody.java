package dev.slipway.gate.http;

import dev.slipway.events.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A request's body, hashed while it is read. It outlives its readers: some of them close what they have read. */
final class ReportBody extends FilterInputStream {
    private final MessageDigest hash;

    private ReportBody(InputStream body, MessageDigest hash) {
        super(new DigestInputStream(body, hash));
        this.hash = hash;
    }

    static ReportBody of(InputStream body) {
        try {
            return new ReportBody(body, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Of all the bytes, those that no reader wanted included; at most {@code longest} of these are borne. */
    Digest digest(long longest) throws IOException {
        byte[] rest = new byte[8192];
        long unread = 0;
        for (int read = read(rest); read >= 0; read = read(rest)) {
            unread += read;
            if (unread > longest) {
                throw new IOException("more than " + longest + " bytes follow the end of the report");
            }
        }
        return new Digest("sha256:" + HexFormat.of().formatHex(hash.digest()));
    }

    @Override
    public void close() {}
}
