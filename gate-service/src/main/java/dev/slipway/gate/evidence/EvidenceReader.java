package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.EvidenceResult.Read;
import dev.slipway.gate.evidence.EvidenceResult.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report as a stream: memory does not grow with its size. Holds no state, so one serves all threads.
 *
 * <p>The evidence's kind is the first part of its facts' names: a JUnit file is {@code tests.failed} unless it is
 * reported as kind {@code e2e-tests}, which makes it {@code e2e_tests.failed}. So an end-to-end run does not overwrite
 * what the unit tests said.
 */
public final class EvidenceReader {
    private static final Pattern KIND = Pattern.compile("[a-z][A-Za-z0-9_-]{0,39}");
    private final EvidenceLimits limits;

    public EvidenceReader(EvidenceLimits limits) {
        this.limits = limits;
    }

    /**
     * @param format what the file must be; null to see from its content
     * @param kind first part of the facts' names; null for the format's own: tests, coverage or scan
     * @throws IOException if the stream cannot be read, which says nothing about the report
     */
    public EvidenceResult read(@Nullable EvidenceFormat format, @Nullable String kind, InputStream report)
            throws IOException {
        if (kind != null && !KIND.matcher(kind).matches()) {
            return new EvidenceResult.Unreadable(
                    Reason.NOT_EXPECTED,
                    "evidence kind '" + kind + "' cannot be named in a condition: begin with a small letter, then up to"
                            + " 39 letters, digits, - and _, such as e2e-tests");
        }
        try {
            PushbackInputStream in = new PushbackInputStream(new LimitedInput(report, limits.maxBytes()), 1);
            Read read = looksLikeXml(in)
                    ? new XmlReports(limits).read(format, kind, in)
                    : new JsonReports(limits).read(format, kind, in);
            return read;
        } catch (Unreadable refused) {
            return refused.result();
        }
    }

    /** UTF-16 files begin with a byte order mark or a zero byte: no JSON that we are sent does, some XML does. */
    private static boolean looksLikeXml(PushbackInputStream in) throws IOException {
        int first = in.read();
        while (first == ' ' || first == '\t' || first == '\n' || first == '\r') {
            first = in.read();
        }
        if (first < 0) {
            throw new Unreadable(
                    Reason.NOT_WELL_FORMED,
                    "the report is empty: expected JUnit, JaCoCo or Cobertura XML, SARIF or JSON");
        }
        if (first == 0xEF) {
            boolean bom = in.read() == 0xBB && in.read() == 0xBF;
            if (!bom) {
                throw new Unreadable(
                        Reason.NOT_WELL_FORMED, "the report begins with the bytes of neither XML nor JSON");
            }
            return looksLikeXml(in);
        }
        in.unread(first);
        return first == '<' || first == 0xFE || first == 0xFF;
    }
}
