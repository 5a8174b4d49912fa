package dev.slipway.deploy.domain;

import java.util.regex.Pattern;

/**
 * A text as the value of a Kubernetes label: at most 63 letters, digits and {@code . _ -}, a letter or digit at both ends.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set">Labels</a>
 */
public final class LabelValue {
    private static final int LIMIT = 63;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private LabelValue() {}

    /** The text itself where it is a valid value; else one that is, and that differs where texts differ. */
    public static String of(String text) {
        if (FORM.matcher(text).matches()) {
            return text;
        }
        String hash = "%08x".formatted(text.hashCode());
        String readable = text.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[^A-Za-z0-9]+", "");
        int room = LIMIT - hash.length() - 1;
        String start = readable.length() > room ? readable.substring(0, room) : readable;
        return start.isEmpty() ? hash : start + "-" + hash;
    }
}
