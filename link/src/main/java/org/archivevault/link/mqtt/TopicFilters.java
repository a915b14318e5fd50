package org.archivevault.link.mqtt;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Many filters as one: whether a topic matches any of them takes no longer the more of them there are, which a vault of
 * thousands of sensors needs. Without shared ones.
 */
final class TopicFilters {
    private static final class Level {
        private final Map<String, Level> named = new HashMap<>();
        private @Nullable Level any;
        private boolean endsHere;
        private boolean allBelow;
    }

    private final Level root = new Level();

    TopicFilters(Collection<String> filters) {
        filters.forEach(this::add);
    }

    private void add(String filter) {
        Level level = root;
        for (String part : filter.split("/", -1)) {
            if (part.equals("#")) {
                level.allBelow = true;
                return;
            }
            if (part.equals("+")) {
                level.any = level.any == null ? new Level() : level.any;
                level = level.any;
            } else {
                level = level.named.computeIfAbsent(part, name -> new Level());
            }
        }
        level.endsHere = true;
    }

    boolean matches(String topic) {
        return matches(root, topic, 0, !topic.startsWith("$"));
    }

    /** From the level that begins at an index; beyond the topic's end there is none left. */
    private static boolean matches(Level level, String topic, int from, boolean wildAllowed) {
        // "a/#" also means "a".
        if (level.allBelow && wildAllowed) {
            return true;
        }
        if (from > topic.length()) {
            return level.endsHere;
        }
        int slash = topic.indexOf('/', from);
        int end = slash < 0 ? topic.length() : slash;
        Level named = level.named.get(topic.substring(from, end));
        if (named != null && matches(named, topic, end + 1, true)) {
            return true;
        }
        return wildAllowed && level.any != null && matches(level.any, topic, end + 1, true);
    }
}
