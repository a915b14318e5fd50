package org.archivevault.firmware.problem;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects all mistakes of a file, so that a person sees them at once. Not thread-safe: one per reading. */
public final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>();

    /**
     * Notes a mistake; the same one twice counts once.
     *
     * @param problem the mistake
     */
    public void add(Problem problem) {
        found.add(problem);
    }

    /**
     * Notes several mistakes.
     *
     * @param problems the mistakes
     */
    public void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    /**
     * Whether none was found.
     *
     * @return true when the file may be used
     */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * What was found.
     *
     * @return sorted by file, line and column
     */
    public List<Problem> inFileOrder() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Problem.IN_FILE_ORDER);
        return List.copyOf(sorted);
    }
}
