package dev.slipway.cli.view;

/**
 * Colours, where they are wanted; and text cut and padded by what is seen of it.
 *
 * @param on whether colours are written at all
 */
public record Paint(boolean on) {
    private static final char ESCAPE = '\u001b';

    public String good(String text) {
        return wrap("32", text);
    }

    public String bad(String text) {
        return wrap("31", text);
    }

    public String attention(String text) {
        return wrap("33", text);
    }

    public String strong(String text) {
        return wrap("1", text);
    }

    public String faint(String text) {
        return wrap("2", text);
    }

    private String wrap(String code, String text) {
        return on && !text.isEmpty() ? ESCAPE + "[" + code + "m" + text + ESCAPE + "[0m" : text;
    }

    /** How many columns the text takes; colours take none. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i = next(text, i)) {
            width += text.charAt(i) == ESCAPE ? 0 : 1;
        }
        return width;
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** No wider than {@code width}: a line that wraps could not be drawn over again. */
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        boolean coloured = false;
        int seen = 0;
        int i = 0;
        while (seen < width - 1) {
            if (text.charAt(i) == ESCAPE) {
                coloured = true;
            } else {
                seen++;
            }
            i = next(text, i);
        }
        return text.substring(0, i) + "…" + (coloured ? ESCAPE + "[0m" : "");
    }

    /** Past the code point or the escape sequence at {@code i}. */
    private static int next(String text, int i) {
        if (text.charAt(i) != ESCAPE) {
            return text.offsetByCodePoints(i, 1);
        }
        int end = text.indexOf('m', i);
        return end < 0 ? text.length() : end + 1;
    }

    /**
     * What others wrote, harmless on a terminal: control characters, with which a gate's text could draw over ours, are
     * shown as a question mark.
     */
    public static String harmless(String text) {
        return text.codePoints().noneMatch(Character::isISOControl)
                ? text
                : text.codePoints()
                        .map(c -> Character.isISOControl(c) ? (c == '\n' || c == '\t' ? ' ' : '?') : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }
}
