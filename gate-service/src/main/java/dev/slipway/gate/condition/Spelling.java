package dev.slipway.gate.condition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Spelling {
    private Spelling() {}

    /** The known word at the smallest distance: at most a third of its length, so that short words are not guessed. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * How many letters are to be changed, added, left out or swapped with the next one, without regard to case (optimal
     * string alignment).
     */
    private static int distance(String from, String to) {
        int[] before = new int[to.length() + 1];
        int[] above = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] free = before;
            before = above;
            above = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = above[j - 1] + (same(from.charAt(i - 1), to.charAt(j - 1)) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && same(from.charAt(i - 1), to.charAt(j - 2))
                        && same(from.charAt(i - 2), to.charAt(j - 1));
                if (swapped) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
        }
        return row[to.length()];
    }

    private static boolean same(char left, char right) {
        return Character.toLowerCase(left) == Character.toLowerCase(right);
    }
}
