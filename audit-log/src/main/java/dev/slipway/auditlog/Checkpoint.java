package dev.slipway.auditlog;

import java.util.Arrays;
import java.util.List;

/**
 * What the log commits to at one size: a C2SP tlog-checkpoint.
 *
 * @param origin names the log, and is the name of the key that signs for it
 * @param extensions further lines, kept as they are; this log writes none
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {

    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (origin.isEmpty() || origin.contains("\n")) {
            throw new IllegalArgumentException("a checkpoint's origin is one line, not '%s'".formatted(origin));
        }
        if (size < 0) {
            throw new IllegalArgumentException("a checkpoint's size is not negative: " + size);
        }
        if (extensions.stream().anyMatch(line -> line.isEmpty() || line.contains("\n"))) {
            throw new IllegalArgumentException("a checkpoint's extensions are lines that are not empty");
        }
    }

    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    /** @throws IllegalArgumentException saying which line is not as the format wants it */
    public static Checkpoint parse(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a checkpoint ends with a newline");
        }
        List<String> lines = Arrays.asList(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < 3) {
            throw new IllegalArgumentException("a checkpoint has lines for origin, size and root");
        }
        return new Checkpoint(
                lines.getFirst(), size(lines.get(1)), Hash.ofBase64(lines.get(2)), lines.subList(3, lines.size()));
    }

    private static long size(String line) {
        try {
            long size = Long.parseLong(line);
            if (Long.toString(size).equals(line)) {
                return size;
            }
        } catch (NumberFormatException _) {
            // told below, in the same words
        }
        throw new IllegalArgumentException("checkpoint size '%s' is not a decimal number".formatted(line));
    }

    /**
     * The checkpoint in a note that {@code key} has signed for the log of its own name.
     *
     * @throws IllegalArgumentException saying why it cannot be trusted
     */
    public static Checkpoint open(String note, NoteVerifier key) {
        Note parsed = Note.parse(note);
        if (!key.verify(parsed)) {
            throw new IllegalArgumentException("the checkpoint has no valid signature of " + key);
        }
        Checkpoint checkpoint = parse(parsed.text());
        if (!checkpoint.origin().equals(key.name())) {
            throw new IllegalArgumentException(
                    "the checkpoint is of the log '%s', not of '%s'".formatted(checkpoint.origin(), key.name()));
        }
        return checkpoint;
    }

    /** The text that is signed. */
    public String text() {
        var text = new StringBuilder("%s\n%d\n%s\n".formatted(origin, size, root.base64()));
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
