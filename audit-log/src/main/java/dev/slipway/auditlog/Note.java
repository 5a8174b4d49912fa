package dev.slipway.auditlog;

import java.util.ArrayList;
import java.util.List;

/**
 * A C2SP signed note: text, a blank line, and a line per signature. The signatures are over the text with its last
 * newline.
 *
 * @param text ends with a newline
 */
public record Note(String text, List<Signature> signatures) {

    private static final String SIGNATURE_START = "— ";
    private static final int MOST_SIGNATURES = 100;

    /** One signature line; {@code blob} is base64 of the 4 bytes of the key id and the signature's bytes. */
    public record Signature(String name, String blob) {

        public Signature {
            checkName(name);
            if (Encodings.fromBase64("signature", blob).length < 5) {
                throw new IllegalArgumentException("signature '%s' is too short".formatted(blob));
            }
        }
    }

    public Note {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a note's text ends with a newline");
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException("a note's text has no control characters but newlines");
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException(
                    "a note has 1 to %d signatures, not %d".formatted(MOST_SIGNATURES, signatures.size()));
        }
    }

    /** @throws IllegalArgumentException saying what is not as the format wants it */
    public static Note parse(String note) {
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n") || blank + 2 == note.length()) {
            throw new IllegalArgumentException(
                    "a note is text, a blank line, and signature lines that end with a newline");
        }
        var signatures = new ArrayList<Signature>();
        for (String line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
            signatures.add(signature(line));
        }
        return new Note(note.substring(0, blank + 1), signatures);
    }

    private static Signature signature(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(SIGNATURE_START) || space <= SIGNATURE_START.length()) {
            throw new IllegalArgumentException("'%s' is not a signature line '— <key name> <base64>'".formatted(line));
        }
        return new Signature(line.substring(SIGNATURE_START.length(), space), line.substring(space + 1));
    }

    /** A key's name has no spaces, and no plus sign, which separates it from the key. */
    static void checkName(String name) {
        if (name.isEmpty() || name.contains("+") || name.codePoints().anyMatch(Note::separates)) {
            throw new IllegalArgumentException("key name '%s' is empty, or has a space or a plus sign".formatted(name));
        }
    }

    private static boolean separates(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    /** The note as it is stored and sent. */
    public String format() {
        var note = new StringBuilder(text).append('\n');
        for (Signature signature : signatures) {
            note.append(SIGNATURE_START)
                    .append(signature.name())
                    .append(' ')
                    .append(signature.blob())
                    .append('\n');
        }
        return note.toString();
    }
}
