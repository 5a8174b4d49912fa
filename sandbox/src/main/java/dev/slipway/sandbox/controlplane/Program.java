package dev.slipway.sandbox.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A child process that writes to a log of its own and does not outlive this JVM. */
record Program(String name, Process process, Path log) implements AutoCloseable {

    /**
     * Becomes the program, and leaves behind a reader of its standard input: that ends when this JVM does, even by kill
     * -9, when no shutdown hook would run, and then the program is killed. It ends, too, when the program does, whose number
     * may be another's by then: it kills nobody whose child it is not.
     */
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

    private static final int LINES_OF_LOG = 30;

    /** Starts a program of the installation; its log is appended to {@code NAME.log} in the work folder. */
    static Program start(Settings settings, String name, List<String> arguments) throws IOException {
        Path executable = settings.installation().programs().resolve(name);
        Path log = settings.workFolder().resolve(name + ".log");
        List<String> command = Stream.concat(
                        Stream.of("sh", "-c", DIE_WITH_PARENT, name, executable.toString()), arguments.stream())
                .toList();
        Process process = new ProcessBuilder(command)
                .directory(settings.workFolder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new Program(name, process, log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String endOfLog() throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
    }

    /** kill -9; returns when the process is gone. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
