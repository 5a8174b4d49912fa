package dev.slipway.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a process has used so far and holds now, as the kernel counts it. Linux only.
 *
 * @param cpu of all its threads, in user and in system mode
 * @param residentMegabytes VmRSS, in units of 10^6 bytes
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
public record Usage(Duration cpu, long residentMegabytes) {
    private static final int MILLIS_PER_TICK =
            10; // the kernel tells user space 100 Hz on every architecture that Java runs on
    private static final int FIELDS_BEFORE_UTIME = 11; // counted behind the name, which may hold blanks

    public static Usage of(long pid) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(folder.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[FIELDS_BEFORE_UTIME]) + Long.parseLong(fields[FIELDS_BEFORE_UTIME + 1]);
        return new Usage(Duration.ofMillis(ticks * MILLIS_PER_TICK), resident(folder));
    }

    public static Usage ofThisProcess() throws IOException {
        return of(ProcessHandle.current().pid());
    }

    /** How many share the processors at the moment: what is measured beside a crowd is slower than it is. */
    public static String ofTheMachine() throws IOException {
        return "load " + Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0] + " on "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }

    private static long resident(Path folder) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
