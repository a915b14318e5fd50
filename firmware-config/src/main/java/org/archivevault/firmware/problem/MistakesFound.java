package org.archivevault.firmware.problem;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration file has mistakes, so nothing starts on it. The message lists them, one per line. */
public final class MistakesFound extends RuntimeException {
    private final transient List<Problem> problems;

    /**
     * Makes the exception.
     *
     * @param problems at least one, in file order
     */
    public MistakesFound(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /**
     * The mistakes.
     *
     * @return at least one, in file order
     */
    public List<Problem> problems() {
        return problems;
    }
}
