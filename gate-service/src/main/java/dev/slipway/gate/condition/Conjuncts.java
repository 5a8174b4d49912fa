package dev.slipway.gate.condition;

import java.util.ArrayList;
import java.util.List;

/** Takes an expression apart at its outermost {@code &&}, so that an explanation can name the part that is at fault. */
final class Conjuncts {
    private Conjuncts() {}

    /** The parts, as they were written; the whole where {@code ||} or {@code ?:} binds weaker than the {@code &&}. */
    static List<String> of(String source) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        int i = 0;
        while (i < source.length()) {
            char c = source.charAt(i);
            switch (c) {
                case '\'', '"' -> i = endOfText(source, i) - 1;
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth--;
                case '/' -> {
                    if (source.startsWith("//", i)) {
                        return List.of(source.strip()); // a comment may hide anything
                    }
                }
                case '?', '|' -> {
                    if (depth == 0) {
                        return List.of(source.strip());
                    }
                }
                case '&' -> {
                    if (depth == 0 && source.startsWith("&&", i)) {
                        parts.add(source.substring(begin, i).strip());
                        begin = i + 2;
                        i++;
                    }
                }
                default -> {}
            }
            i++;
        }
        parts.add(source.substring(begin).strip());
        return parts;
    }

    /** Where the text that begins at {@code from} has ended: after its closing quotes, one or three. */
    private static int endOfText(String source, int from) {
        String quote = source.substring(from, from + 1);
        String close = source.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote;
        boolean raw = from > 0 && Character.toLowerCase(source.charAt(from - 1)) == 'r';
        for (int i = from + close.length(); i < source.length(); i++) {
            if (source.charAt(i) == '\\' && !raw) {
                i++;
            } else if (source.startsWith(close, i)) {
                return i + close.length();
            }
        }
        return source.length();
    }
}
