package org.archivevault.firmware.problem;

import java.util.Comparator;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Token;
import org.jspecify.annotations.Nullable;

/**
 * One mistake in one file.
 *
 * @param file the file, as the person named it
 * @param line 1 upwards
 * @param column 1 upwards, in characters
 * @param what what is wrong, and what to do
 * @param meant what was probably meant, ready to be typed; null when there is no good guess
 */
public record Problem(
        String file,
        int line,
        int column,
        Bilingual what,
        @Nullable String meant) {
    /** As a person reads a file. */
    public static final Comparator<Problem> IN_FILE_ORDER = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(problem -> problem.what().en());

    public Problem {
        Token.requireRange(line, 1, Integer.MAX_VALUE, "line");
        Token.requireRange(column, 1, Integer.MAX_VALUE, "column");
    }

    /**
     * One line for a terminal.
     *
     * @return {@code file:line:column: 中文 / English (是否想写 / did you mean "…"?)}
     */
    @Override
    public String toString() {
        String text = file + ":" + line + ":" + column + ": " + what;
        return meant == null ? text : text + " (是否想写 / did you mean \"" + meant + "\"?)";
    }
}
