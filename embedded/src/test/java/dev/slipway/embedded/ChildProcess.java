package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that a test does things to; it dies with this JVM, however that ends. */
public final class ChildProcess {

    /** As the sandbox's {@code Program} does it: becomes the program, and leaves a reader behind that ends with this JVM. */
    private static final String DIE_WITH_PARENT = """
            exec 3<&0
            {
              read -r line <&3
              parent=$$
              read -r _ _ _ parent _ </proc/self/stat
              [ "$parent" = $$ ] && kill -KILL $$
            } 2>/dev/null &
            exec "$@" 3<&- </dev/null
            """;

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** What it prints is appended to {@code NAME.log} in the folder. */
    public static ChildProcess start(Path folder, String name, List<String> command) throws IOException {
        Path log = folder.resolve(name + ".log");
        List<String> all = new ArrayList<>(List.of("sh", "-c", DIE_WITH_PARENT, name));
        all.addAll(command);
        Process process = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new ChildProcess(process, log);
    }

    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}; returns when it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** {@code SIGTERM}; returns when it has ended. */
    public void stop() {
        process.destroy();
        process.onExit().join();
    }

    /** {@code SIGSTOP}: it holds its connections and leases, and does nothing. */
    public void pause() {
        signal("STOP", process.pid());
    }

    /** {@code SIGCONT}. */
    public void resume() {
        signal("CONT", process.pid());
    }

    /** Of any process; returns when it was sent. */
    public static void signal(String name, long pid) {
        run("kill", "-" + name, Long.toString(pid));
    }

    private static void run(String... command) {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What each thread of a Java program does, virtual ones too; it stays in {@code NAME.threads} beside its log. */
    public List<String> threads() {
        Path threads = log.resolveSibling(log.getFileName().toString().replace(".log", ".threads"));
        run(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "Thread.dump_to_file",
                "-overwrite",
                threads.toString());
        try {
            return List.of(Files.readString(threads).split("\n\n"));
        } catch (IOException _) {
            return List.of(); // it has ended, or stands still
        }
    }

    /** Its memory as the system sees it, in megabytes. */
    public long residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    >> 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
