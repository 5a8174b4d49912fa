package dev.slipway.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file named on the command line; {@code -} is the standard input. */
record InputFile(String name, Path path) {
    static InputFile of(Shell shell, String name) {
        Path path = shell.file(name);
        if (!name.equals("-") && (!Files.isRegularFile(path) || !Files.isReadable(path))) {
            String why = Files.exists(path) ? "cannot be read as a file" : "is not there";
            throw Failure.usage("file '" + name + "' " + why, "name a file that can be read, or - for standard input");
        }
        return new InputFile(name, path);
    }

    boolean standardInput() {
        return name.equals("-");
    }

    /** How it is called where a problem in it is told. */
    String shown() {
        return standardInput() ? "standard input" : name;
    }

    /** The same on every machine, where it is inside of the working folder: with slashes, and from there. */
    String pathIn(Shell shell) {
        Path folder = shell.directory().toAbsolutePath().normalize();
        Path whole = path.toAbsolutePath().normalize();
        return (whole.startsWith(folder) ? folder.relativize(whole) : whole)
                .toString()
                .replace('\\', '/');
    }

    /** Files are streamed: evidence may be larger than this program's memory. */
    BodyPublisher content(Shell shell) throws IOException {
        if (standardInput()) {
            return BodyPublishers.ofByteArray(shell.in().readAllBytes());
        }
        try {
            return BodyPublishers.ofFile(path);
        } catch (FileNotFoundException _) {
            throw Failure.usage("file '" + name + "' was there and is gone", "run the command again");
        }
    }
}
