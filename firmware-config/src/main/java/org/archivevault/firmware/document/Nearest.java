package org.archivevault.firmware.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word that a mistyped one was probably meant to be. */
public final class Nearest {
    /** One slip in three letters still counts as the same word; more is another word. */
    private static final int LETTERS_PER_SLIP = 3;

    private Nearest() {}

    /**
     * Finds the nearest known word.
     *
     * @param typed what was typed
     * @param known what may stand there
     * @return the nearest one that is near enough; case does not count
     */
    public static Optional<String> of(String typed, Collection<String> known) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(word -> distance(wanted, word.toLowerCase(Locale.ROOT)) <= slips(wanted, word))
                .min(Comparator.<String>comparingInt(word -> distance(wanted, word.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Not all letters of a word can be slips: "C" is not a mistyped "A". */
    private static int slips(String typed, String word) {
        int longer = Math.max(typed.length(), word.length());
        return Math.min(Math.max(1, longer / LETTERS_PER_SLIP), longer - 1);
    }

    /**
     * Letters inserted, deleted, replaced, or swapped with their neighbour (optimal string alignment).
     *
     * @param a one word
     * @param b another
     * @return 0 when they are equal
     */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] cost) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
