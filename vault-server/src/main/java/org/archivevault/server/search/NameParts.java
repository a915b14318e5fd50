package org.archivevault.server.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The parts of a customer name by which it is found from the inside: what begins at its second, third … character. */
public final class NameParts {
    /**
     * How much of each part is kept, in characters: nobody types more of a name's inside, and a long company name would
     * otherwise cost the square of its length.
     */
    public static final int LONGEST_PART = 12;

    private NameParts() {}

    /**
     * Cuts a name.
     *
     * @param name a customer name
     * @return its parts, each once, not including the one that begins the name
     */
    public static List<String> of(String name) {
        int[] characters = name.codePoints().toArray();
        Set<String> parts = new LinkedHashSet<>();
        for (int from = 1; from < characters.length; from++) {
            int length = Math.min(LONGEST_PART, characters.length - from);
            parts.add(new String(characters, from, length));
        }
        return new ArrayList<>(parts);
    }
}
