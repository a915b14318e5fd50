package org.archivevault.firmware.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Topics with holes, and what listens at which. */
final class Topic {
    private static final String PREFIX = "{prefix}/";
    private static final String DEVICE = "{device}";
    private static final String ZONE = "{zone}";
    private static final String MESSAGE = "{message}";
    private static final String ANY = "+";
    private static final String ALL = "#";

    private Topic() {}

    /** A device is named with the part of it that is meant behind a {@code #}: {@code north#DS18B20-2}. */
    static String device(String name) {
        int part = name.indexOf('#');
        return part < 0 ? name : name.substring(0, part);
    }

    static String part(String name) {
        int part = name.indexOf('#');
        return part < 0 ? "" : name.substring(part + 1);
    }

    /** Fills the holes; without a prefix its level is left out. Sparkplug's kinds of message are any. */
    static String filled(String form, String prefix, String device, String zone) {
        return (prefix.isEmpty() ? form.replace(PREFIX, "") : form.replace("{prefix}", prefix))
                .replace(DEVICE, device(device))
                .replace(ZONE, zone)
                .replace(MESSAGE, ANY);
    }

    /** As many single-level wildcards as the text has levels. */
    static String anyLevels(String text) {
        return text.replaceAll("[^/]+", ANY);
    }

    /** Whether every topic that one filter takes is taken by another one as well. */
    static boolean covers(String wide, String narrow) {
        String[] w = wide.split("/", -1);
        String[] n = narrow.split("/", -1);
        for (int i = 0; i < w.length; i++) {
            if (w[i].equals(ALL)) {
                return true;
            }
            boolean fits = i < n.length && !n[i].equals(ALL) && (w[i].equals(ANY) || w[i].equals(n[i]));
            if (!fits) {
                return false;
            }
        }
        return w.length == n.length;
    }

    /** What listens at which topic, level by level, so that a message costs no more when there are more of them. */
    static final class Tree<T> {
        private final Map<String, Tree<T>> children = new HashMap<>();
        private final List<T> here = new ArrayList<>(1);
        private final List<T> below = new ArrayList<>(0);

        /** Listens at a topic, or at all that a filter takes. */
        void add(String filter, T listener) {
            Tree<T> node = this;
            for (String level : filter.split("/", -1)) {
                if (level.equals(ALL)) {
                    node.below.add(listener);
                    return;
                }
                node = node.children.computeIfAbsent(level, l -> new Tree<>());
            }
            node.here.add(listener);
        }

        List<T> at(String topic) {
            List<T> found = new ArrayList<>(2);
            collect(topic, 0, found);
            return found;
        }

        /** As deep as the deepest filter, however long the topic is. */
        private void collect(String topic, int from, List<T> found) {
            found.addAll(below);
            if (from > topic.length()) {
                found.addAll(here);
                return;
            }
            int slash = topic.indexOf('/', from);
            int end = slash < 0 ? topic.length() : slash;
            Tree<T> named = children.get(topic.substring(from, end));
            if (named != null) {
                named.collect(topic, end + 1, found);
            }
            Tree<T> any = children.get(ANY);
            if (any != null) {
                any.collect(topic, end + 1, found);
            }
        }
    }
}
