package dev.slipway.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The log is a file, for the terminal belongs to the user; to be told before the first logger is asked for. */
final class Log {
    private Log() {}

    static Path to(Path data) throws IOException {
        Files.createDirectories(data);
        Path file = data.resolve("slipway.log").toAbsolutePath().normalize();
        System.setProperty("slipway.log", file.toString());
        return file;
    }
}
