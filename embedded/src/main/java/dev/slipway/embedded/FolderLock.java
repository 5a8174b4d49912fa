package dev.slipway.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder to one broker.
 *
 * <p>Kafka locks its folder too, but in combined mode only after its controller has begun to write there. The operating
 * system gives the lock back when the process dies, however it dies.
 */
final class FolderLock implements AutoCloseable {

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    static FolderLock of(Path folder) throws IOException {
        var file =
                FileChannel.open(folder.resolve("slipway.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(file) == null) {
            file.close();
            throw new IOException("the folder is in use by a running broker");
        }
        return new FolderLock(file);
    }

    @Override
    public void close() throws IOException {
        file.close(); // and with it the lock
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // a broker of this JVM has it
        }
    }
}
