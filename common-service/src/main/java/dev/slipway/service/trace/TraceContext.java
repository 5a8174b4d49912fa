package dev.slipway.service.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A place in a trace: which trace it is, and which step of it. No step is exported; it is there so that the log lines and
 * events of a cause can be found by one id, in our systems and in those that called us.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param flags those of version 00 that we know: 1 for sampled, 2 for an id that is random
 * @see <a href="https://www.w3.org/TR/trace-context-2/#traceparent-header">W3C Trace Context</a>
 */
public record TraceContext(String traceId, String spanId, int flags) {
    /** The name of the header, of the CloudEvents attribute, and of what this writes. */
    public static final String TRACEPARENT = "traceparent";

    private static final Pattern FORM = Pattern.compile(
            "(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32})" + "-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final int KNOWN_FLAGS = 3;
    private static final String IN_LOGS = "trace";
    private static final ThreadLocal<@Nullable TraceContext> CURRENT = new ThreadLocal<>();

    /** Empty for what is none; a later version is read as far as this one knows it, as the standard wants. */
    public static Optional<TraceContext> parse(@Nullable String traceparent) {
        Matcher matcher = FORM.matcher(traceparent == null ? "" : traceparent);
        if (!matcher.matches() || (matcher.group(1).equals("00") && matcher.group(5) != null)) {
            return Optional.empty();
        }
        return Optional.of(new TraceContext(
                matcher.group(2), matcher.group(3), Integer.parseInt(matcher.group(4), 16) & KNOWN_FLAGS));
    }

    /** The first step of a new trace. */
    public static TraceContext start() {
        return new TraceContext(id() + id(), id(), KNOWN_FLAGS);
    }

    /** The next step of the trace that was handed over, else of the one that this thread works for, else of a new one. */
    public static TraceContext next(@Nullable String traceparent) {
        return parse(traceparent)
                .or(() -> Optional.ofNullable(CURRENT.get()))
                .map(TraceContext::child)
                .orElseGet(TraceContext::start);
    }

    private TraceContext child() {
        return new TraceContext(traceId, id(), flags);
    }

    private static String id() {
        long random = ThreadLocalRandom.current().nextLong();
        return random == 0 ? id() : HexFormat.of().toHexDigits(random); // 0 stands for none
    }

    /** While it is open, this thread works for this trace, and its log lines say so. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    public Scope open() {
        TraceContext before = CURRENT.get();
        makeCurrent(this);
        return () -> makeCurrent(before);
    }

    private static void makeCurrent(@Nullable TraceContext context) {
        if (context == null) {
            CURRENT.remove();
            MDC.remove(IN_LOGS);
        } else {
            CURRENT.set(context);
            MDC.put(IN_LOGS, context.traceId());
        }
    }

    /** As a {@code traceparent} of version 00: 55 characters. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + "-" + HexFormat.of().toHexDigits((byte) flags);
    }
}
