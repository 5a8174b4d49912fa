package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.EvidenceResult.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses the first byte beyond the limit, so that nobody makes us read what is not worth reading. */
final class LimitedInput extends FilterInputStream {
    private final long limit;
    private long read;

    LimitedInput(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            count(1);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        if (n > 0) {
            count(n);
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int n) {
        read += n;
        if (read > limit) {
            throw new Unreadable(
                    Reason.TOO_LARGE,
                    "the report is larger than " + limit
                            + " bytes: report less detail, or raise slipway.gate.evidence.max-bytes");
        }
    }
}
