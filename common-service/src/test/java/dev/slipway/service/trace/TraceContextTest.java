package dev.slipway.service.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(TraceContext.parse(SAMPLED)).contains(new TraceContext(TRACE, SPAN, 1));
        assertThat(new TraceContext(TRACE, SPAN, 1)).hasToString(SAMPLED);
        TraceContext started = TraceContext.start();
        assertThat(TraceContext.parse(started.toString())).contains(started);
        assertThat(started.toString()).hasSize(55);
    }

    /** A later version may have more behind what this one knows, and flags of its own. */
    @ParameterizedTest
    @CsvSource({
        "01-" + TRACE + "-" + SPAN + "-01, 1",
        "cc-" + TRACE + "-" + SPAN + "-ff-more, 3",
        "00-" + TRACE + "-" + SPAN + "-fc, 0"
    })
    void aLaterVersionIsReadAsFarAsItIsKnown(String traceparent, int flags) {
        assertThat(TraceContext.parse(traceparent)).contains(new TraceContext(TRACE, SPAN, flags));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "trace",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN,
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01\n"
            })
    void whatIsNoneBeginsANewTrace(@Nullable String traceparent) {
        assertThat(TraceContext.parse(traceparent)).isEmpty();
        assertThat(TraceContext.next(traceparent).traceId())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(TRACE);
    }

    @Test
    void aStepIsOfItsCausesTraceAndHasItsOwnId() {
        TraceContext step = TraceContext.next(SAMPLED);

        assertThat(step.traceId()).isEqualTo(TRACE);
        assertThat(step.spanId()).matches("[0-9a-f]{16}").isNotEqualTo(SPAN);
        assertThat(step.flags()).isEqualTo(1);
    }

    @Test
    void whatHasNoCauseOfItsOwnIsOfTheTraceThatTheThreadWorksFor() {
        TraceContext outer = TraceContext.start();
        TraceContext inner = TraceContext.start();

        try (TraceContext.Scope _ = outer.open()) {
            try (TraceContext.Scope _ = inner.open()) {
                assertThat(TraceContext.next(null).traceId()).isEqualTo(inner.traceId());
                assertThat(TraceContext.next(SAMPLED).traceId()).isEqualTo(TRACE);
                assertThat(MDC.get("trace")).isEqualTo(inner.traceId());
            }
            assertThat(TraceContext.next(null).traceId()).isEqualTo(outer.traceId());
        }
        assertThat(TraceContext.next(null).traceId()).isNotEqualTo(outer.traceId());
        assertThat(MDC.get("trace")).isNull();
    }
}
