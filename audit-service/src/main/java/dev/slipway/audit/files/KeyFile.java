package dev.slipway.audit.files;

import dev.slipway.auditlog.NoteSigner;
import dev.slipway.auditlog.NoteVerifier;
import java.nio.file.Path;
import java.util.List;

/** The signing key in a file that only its owner can read: the private key's line, then the public key's. */
public final class KeyFile {

    private KeyFile() {}

    /**
     * Reads the key, or makes one if there is no file.
     *
     * @param logName the key's name, and the origin of the log's checkpoints
     * @throws IllegalStateException if the file holds something else, or the key of another log
     */
    public static NoteSigner signer(Path file, String logName) {
        List<String> lines = AtomicFile.read(file)
                .map(String::lines)
                .map(found -> found.toList())
                .orElseGet(() -> create(file, logName));
        if (lines.size() != 2) {
            throw new IllegalStateException(
                    "key file %s has %d lines; it has one for the private and one for the public key"
                            .formatted(file, lines.size()));
        }
        try {
            NoteVerifier verifier = NoteVerifier.parse(lines.get(1));
            if (!verifier.name().equals(logName)) {
                throw new IllegalStateException(
                        "key file %s is of the log '%s', but slipway.audit.log-name is '%s'; a log keeps its name and key"
                                .formatted(file, verifier.name(), logName));
            }
            return NoteSigner.of(lines.getFirst(), verifier);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("key file %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<String> create(Path file, String logName) {
        NoteSigner signer = NoteSigner.generate(logName);
        List<String> lines = List.of(signer.secret(), signer.verifier().toString());
        AtomicFile.write(file, String.join("\n", lines) + "\n");
        return lines;
    }
}
