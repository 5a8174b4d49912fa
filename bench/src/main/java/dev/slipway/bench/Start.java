package dev.slipway.bench;

import dev.slipway.bench.measure.Spread;
import dev.slipway.bench.measure.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code ./slipway up} on a new folder: process start → everything listens, and what is resident then. Linux only. */
final class Start {
    private static final Path SCRIPT = Path.of("slipway").toAbsolutePath();

    private Start() {}

    /**
     * One start.
     *
     * @param resident VmRSS of the process, which is all of Slipway: the script becomes the JVM; in units of 10^6 bytes
     */
    private record Sample(Duration took, long resident) {}

    static void run(int times) throws Exception {
        if (!Files.isExecutable(SCRIPT)) {
            throw new IllegalStateException("there is no " + SCRIPT + ": run this in the checkout's folder");
        }
        // What the script does on its first use, building and making the caches, is not a start.
        Process first = new ProcessBuilder(SCRIPT.toString(), "--help")
                .inheritIO()
                .redirectOutput(Redirect.DISCARD)
                .start();
        if (first.waitFor() != 0) {
            throw new IllegalStateException(SCRIPT + " --help failed");
        }
        List<Sample> cached = starts(times, "");
        List<Sample> plain = starts(times, "-XX:AOTMode=off");
        System.out.println("./slipway up on a new folder, process start → everything listens:");
        System.out.println("  with the AOT cache  " + spread(cached));
        System.out.println("  without             " + spread(plain));
        System.out.println("  goal                ≤ 7 s with the AOT cache");
        System.out.println("Resident memory of all of it then (VmRSS):");
        System.out.println("  with the AOT cache  " + memory(cached));
        System.out.println("  without             " + memory(plain));
        System.out.println("  goal                ≤ 700 MB");
    }

    private static List<Sample> starts(int times, String jvmOption) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            samples.add(start(jvmOption));
        }
        return samples;
    }

    private static Sample start(String jvmOption) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("slipway-bench");
        ProcessBuilder command = new ProcessBuilder(SCRIPT.toString(), "up", "--data", folder.toString(), "--port", "0")
                .redirectError(Redirect.DISCARD);
        command.environment().put("JDK_JAVA_OPTIONS", jvmOption);
        long begun = System.nanoTime();
        Process process = command.start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.startsWith("Slipway is ready")) {
                line = output.readLine();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            if (line == null) {
                throw new IllegalStateException("slipway up ended before it was ready, see " + folder);
            }
            return new Sample(took, Usage.of(process.pid()).residentMegabytes());
        } finally {
            process.destroyForcibly().waitFor();
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private static Spread spread(List<Sample> samples) {
        return new Spread(samples.stream().map(Sample::took).toList());
    }

    private static String memory(List<Sample> samples) {
        List<Long> sorted = samples.stream().map(Sample::resident).sorted().toList();
        return String.format(
                Locale.ROOT,
                "median %d MB, max %d MB (n = %d)",
                sorted.get(sorted.size() / 2),
                sorted.getLast(),
                sorted.size());
    }
}
