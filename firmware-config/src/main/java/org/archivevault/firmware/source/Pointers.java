package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Alternative places of the same thing: the first one that there is counts.
 *
 * @param alternatives at least one, in the order of preference
 */
record Pointers(List<Pointer> alternatives) {
    /** The message as a whole. */
    static final Pointers WHOLE = of("");

    Pointers {
        alternatives = List.copyOf(alternatives);
    }

    static Pointers of(String... texts) {
        List<Pointer> all = new ArrayList<>();
        for (String text : texts) {
            all.add(Pointer.of(text, Set.of()));
        }
        return new Pointers(all);
    }

    /**
     * What was found.
     *
     * @param node missing when there is nothing, or when it is not clear which is meant
     * @param claimants what a {@code *} could stand for, when that is not clear; else empty
     */
    record Found(JsonNode node, List<String> claimants) {
        static final Found NOTHING = new Found(MissingNode.getInstance(), List.of());

        boolean isPresent() {
            return !node.isMissingNode();
        }
    }

    Found find(JsonNode root, String part) {
        List<Pointer.Match> matches = new ArrayList<>(1);
        for (Pointer pointer : alternatives) {
            pointer.find(root, part, matches);
            if (matches.size() == 1) {
                return new Found(matches.get(0).node(), List.of());
            }
            if (!matches.isEmpty()) {
                return new Found(
                        MissingNode.getInstance(),
                        matches.stream().map(Pointer.Match::key).toList());
            }
        }
        return Found.NOTHING;
    }

    /** What there is, for a place without a {@code *}. */
    JsonNode first(JsonNode root) {
        return find(root, "").node();
    }

    @Override
    public String toString() {
        return alternatives.stream().map(Pointer::text).collect(Collectors.joining(" | "));
    }
}
