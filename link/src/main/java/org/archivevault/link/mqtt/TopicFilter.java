package org.archivevault.link.mqtt;

/** Which topics a subscription means. Own, because the client library does not know shared ones. */
final class TopicFilter {
    private static final String SHARED = "$share/";

    private final String[] levels;

    /** @param filter with {@code +} and {@code #}, and perhaps {@code $share/GROUP/} before it */
    TopicFilter(String filter) {
        String plain = filter;
        if (filter.startsWith(SHARED)) {
            int group = filter.indexOf('/', SHARED.length());
            if (group < 0) {
                throw new IllegalArgumentException("a shared filter without a topic: " + filter);
            }
            plain = filter.substring(group + 1);
        }
        this.levels = plain.split("/", -1);
    }

    boolean matches(String topic) {
        String[] parts = topic.split("/", -1);
        boolean ofTheBroker = topic.startsWith("$");
        for (int i = 0; i < levels.length; i++) {
            boolean wild = levels[i].equals("#") || levels[i].equals("+");
            if (i == 0 && wild && ofTheBroker) {
                return false;
            }
            if (levels[i].equals("#")) {
                return true;
            }
            if (i >= parts.length || !(wild || levels[i].equals(parts[i]))) {
                return false;
            }
        }
        return parts.length == levels.length;
    }
}
