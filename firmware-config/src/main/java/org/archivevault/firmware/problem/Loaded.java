package org.archivevault.firmware.problem;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What reading a file gave: a value, or mistakes, never both.
 *
 * @param <T> what the file describes
 */
public sealed interface Loaded<T> {
    /**
     * The mistakes.
     *
     * @return in file order; empty when there is a value
     */
    List<Problem> problems();

    /**
     * The value.
     *
     * @return empty when there are mistakes
     */
    Optional<T> value();

    /**
     * The value, for a caller that cannot go on without it.
     *
     * @return the value
     * @throws MistakesFound when there are mistakes
     */
    default T orThrow() {
        return value().orElseThrow(() -> new MistakesFound(problems()));
    }

    /**
     * Makes the value only when nothing was wrong.
     *
     * @param problems what was found
     * @param build makes the value; not called when anything was found
     * @param <T> what the file describes
     * @return one or the other
     */
    static <T> Loaded<T> of(Problems problems, Supplier<T> build) {
        return problems.isEmpty() ? new Sound<>(build.get()) : new Mistaken<>(problems.inFileOrder());
    }

    /**
     * A file without mistakes.
     *
     * @param content what it describes
     * @param <T> what the file describes
     */
    record Sound<T>(T content) implements Loaded<T> {
        @Override
        public List<Problem> problems() {
            return List.of();
        }

        @Override
        public Optional<T> value() {
            return Optional.of(content);
        }
    }

    /**
     * A file with mistakes.
     *
     * @param problems at least one
     * @param <T> what the file would describe
     */
    record Mistaken<T>(List<Problem> problems) implements Loaded<T> {
        public Mistaken {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a mistaken file has at least one problem");
            }
        }

        @Override
        public Optional<T> value() {
            return Optional.empty();
        }
    }
}
