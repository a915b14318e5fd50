package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where in a message something stands: a JSON pointer (RFC 6901) in which one {@code *} of a key stands for any
 * characters, for keys that differ from device to device. The empty pointer is the whole message.
 *
 * @param text as in the profile
 * @param steps the keys on the way
 * @param except keys that a {@code *} does not stand for
 */
record Pointer(String text, List<Step> steps, Set<String> except) {
    /** Two would do to see that it is not clear which is meant; a few more help the person who reads of it. */
    static final int MOST_MATCHES = 4;

    /**
     * What a pointer found.
     *
     * @param key what its {@code *} stood for; empty without one
     * @param node what stands there
     */
    record Match(String key, JsonNode node) {}

    /** One key; {@code star} is the place of its {@code *}, or −1. */
    record Step(String key, int star) {
        boolean fits(String candidate, String part, Set<String> except) {
            if (star < 0) {
                return key.equals(candidate);
            }
            int fixed = key.length() - 1;
            if (candidate.length() < fixed
                    || !candidate.startsWith(key.substring(0, star))
                    || !candidate.endsWith(key.substring(star + 1))) {
                return false;
            }
            String meant = meant(candidate);
            return part.isEmpty() ? !except.contains(candidate) && !meant.isEmpty() : meant.equals(part);
        }

        String meant(String candidate) {
            return star < 0 ? "" : candidate.substring(star, candidate.length() - (key.length() - star - 1));
        }
    }

    Pointer {
        steps = List.copyOf(steps);
        except = Set.copyOf(except);
    }

    static Pointer of(String text, Set<String> except) {
        List<Step> steps = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String key : text.substring(1).split("/", -1)) {
                String plain = key.replace("~1", "/").replace("~0", "~");
                steps.add(new Step(plain, plain.indexOf('*')));
            }
        }
        return new Pointer(text, steps, except);
    }

    /**
     * What stands there; JSON's null counts as nothing.
     *
     * @param part what the {@code *} must stand for; empty for anything
     * @param found takes up to {@link #MOST_MATCHES} places
     */
    void find(JsonNode root, String part, List<Match> found) {
        find(root, 0, "", part, found);
    }

    private void find(JsonNode node, int at, String star, String part, List<Match> found) {
        if (found.size() >= MOST_MATCHES) {
            return;
        }
        if (at == steps.size()) {
            if (!node.isNull() && !node.isMissingNode()) {
                found.add(new Match(star, node));
            }
            return;
        }
        Step step = steps.get(at);
        if (step.star() < 0) {
            find(node.isArray() ? item(node, step.key()) : node.path(step.key()), at + 1, star, part, found);
        } else if (node.isArray()) {
            node.forEach(item -> find(item, at + 1, star, part, found));
        } else {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (step.fits(field.getKey(), part, except)) {
                    find(field.getValue(), at + 1, step.meant(field.getKey()), part, found);
                }
            }
        }
    }

    private static JsonNode item(JsonNode list, String index) {
        boolean number =
                !index.isEmpty() && index.length() <= 6 && index.chars().allMatch(c -> c >= '0' && c <= '9');
        return list.path(number ? Integer.parseInt(index) : -1);
    }

    /** Whether a name that was cut at its slashes is what this points to. */
    boolean fits(List<String> names, String part) {
        if (names.size() != steps.size()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (!steps.get(i).fits(names.get(i), part, except)) {
                return false;
            }
        }
        return true;
    }
}
