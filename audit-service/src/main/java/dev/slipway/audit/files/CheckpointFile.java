package dev.slipway.audit.files;

import dev.slipway.audit.application.OutsideCopy;
import java.nio.file.Path;
import java.util.Optional;

/** The newest checkpoint in a file, which belongs on another disk than the database. */
public final class CheckpointFile implements OutsideCopy {

    private final Path file;

    public CheckpointFile(Path file) {
        this.file = file;
    }

    @Override
    public Optional<String> read() {
        return AtomicFile.read(file);
    }

    @Override
    public void write(String note) {
        AtomicFile.write(file, note);
    }
}
