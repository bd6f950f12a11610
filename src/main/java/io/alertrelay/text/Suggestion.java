package io.alertrelay.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the known word that was probably meant by an unknown one. */
public final class Suggestion {
    private static final int LONGEST = 100;

    private Suggestion() {}

    /**
     * The known word that {@code found} is nearly: one mistake for every three characters, where a mistake is a
     * character missing, added, wrong or swapped with its neighbour; case is ignored. Of several equally near the first
     * in alphabetical order. Empty if none is near, or if {@code found} is itself known.
     */
    public static Optional<String> nearest(String found, Collection<String> known) {
        if (found.length() > LONGEST || known.contains(found)) {
            return Optional.empty();
        }
        String folded = fold(found);
        return known.stream()
                .filter(word -> word.length() <= LONGEST)
                .filter(word -> distance(folded, fold(word)) <= Math.max(found.length(), word.length()) / 3)
                .min(Comparator.comparingInt((String word) -> distance(folded, fold(word)))
                        .thenComparingInt(word -> distance(found, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** The Levenshtein distance, with a swap of neighbours as one step. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] d, int i, int j) {
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(d[i - 1][j - 1] + wrong, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
