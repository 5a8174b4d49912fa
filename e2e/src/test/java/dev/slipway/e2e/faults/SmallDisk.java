package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Puts a folder on a disk of its own, which can be full, and back: a tmpfs, which only root can mount. Nobody may have the
 * folder's files open when it comes and when it goes.
 */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where this user cannot mount; to be asked before anything is stopped for it. */
    static void assumePossible(Path landscape) throws Exception {
        Path probe = Files.createDirectories(landscape.resolve("probe"));
        boolean possible = mount(probe, 1);
        if (possible) {
            unmount(probe);
        }
        Assumptions.assumeTrue(possible, "a small disk can only be mounted by root: SKIPPED");
    }

    static SmallDisk under(Path folder, int megabytes) throws Exception {
        Path content = Files.move(folder, folder.resolveSibling(folder.getFileName() + ".kept"));
        Files.createDirectories(folder);
        assertThat(mount(folder, megabytes)).isTrue();
        copy(content, folder);
        return new SmallDisk(folder);
    }

    private static boolean mount(Path folder, int megabytes) throws Exception {
        return run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()) == 0;
    }

    private static void unmount(Path folder) throws Exception {
        assertThat(run("umount", folder.toString())).isZero();
    }

    /** To the last byte. */
    void fill() throws Exception {
        assertThat(run("dd", "if=/dev/zero", "of=" + ballast(), "bs=4096"))
                .as("dd ends when nothing more fits")
                .isNotZero();
        run("sh", "-c", "cat /dev/zero >> " + ballast());
    }

    void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() throws Exception {
        Files.deleteIfExists(ballast());
        Path content = Files.createDirectories(folder.resolveSibling(folder.getFileName() + ".after"));
        copy(folder, content);
        unmount(folder);
        copy(content, folder);
    }

    private static void copy(Path from, Path to) throws Exception {
        assertThat(run("cp", "-a", from + "/.", to.toString())).isZero();
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
