package org.archivevault.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.archivevault.firmware.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One slip of the pen in a bundled file, and what a person must be told of it.
 *
 * @param name of the case
 * @param from text of the bundled file; its first occurrence is replaced
 * @param to what stands there instead; {@code §} marks where the problem must be reported
 * @param says part of the English sentence
 * @param meant the expected guess
 */
public record Mistake(
        String name,
        String from,
        String to,
        String says,
        @Nullable String meant) {
    private static final String MARK = "§";

    public static String bundled(String resource) {
        try (InputStream in = Mistake.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file with the mistake, mark included. */
    private String marked(String original) {
        assertThat(original).as("the text to be changed").contains(from);
        int at = original.indexOf(from);
        return original.substring(0, at) + to + original.substring(at + from.length());
    }

    public byte[] in(String original) {
        return marked(original).replace(MARK, "").getBytes(StandardCharsets.UTF_8);
    }

    /** Exactly this problem is reported, at exactly the marked place. */
    public void isToldBy(String original, List<Problem> problems) {
        String before = marked(original).substring(0, marked(original).indexOf(MARK));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        assertThat(problems).as(name).singleElement().satisfies(problem -> {
            assertThat(problem.what().en()).contains(says);
            assertThat(problem.what().zh()).containsPattern("\\p{IsHan}").doesNotContain("{}");
            assertThat(problem.what().en()).doesNotContain("{}");
            assertThat(problem.meant()).isEqualTo(meant);
            assertThat(problem.line()).as("line of %s", problem).isEqualTo(line);
            assertThat(problem.column()).as("column of %s", problem).isEqualTo(column);
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
