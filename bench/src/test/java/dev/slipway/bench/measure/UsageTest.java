package dev.slipway.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class UsageTest {
    private static final Duration SOME = Duration.ofMillis(200);

    @Test
    void theCpuOfAProcessGrowsByWhatItsThreadsUse() throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        Usage before = Usage.ofThisProcess();
        long begun = threads.getCurrentThreadCpuTime();
        while (threads.getCurrentThreadCpuTime() - begun < SOME.toNanos()) {
            Thread.onSpinWait();
        }

        Usage after = Usage.ofThisProcess();

        assertThat(after.cpu().minus(before.cpu())).isGreaterThanOrEqualTo(SOME.minusMillis(20)); // two ticks
        assertThat(after.residentMegabytes()).isBetween(10L, 10_000L);
    }
}
