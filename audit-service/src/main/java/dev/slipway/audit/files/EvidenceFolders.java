package dev.slipway.audit.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder per release with its evidence, for people and archives. Written again whenever there is more to say. */
public final class EvidenceFolders {

    private final Path root;

    public EvidenceFolders(Path root) {
        this.root = root;
    }

    /** Whether a release has one: what is heard of it from then on belongs into it, too. */
    public boolean has(String release) {
        return Files.exists(root.resolve(release));
    }

    /** @param release has the form of a release id, which cannot lead out of the folder */
    public void write(String release, Map<String, String> files) {
        files.forEach((name, content) -> AtomicFile.write(root.resolve(release).resolve(name), content));
    }
}
