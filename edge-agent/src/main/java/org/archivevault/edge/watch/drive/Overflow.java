package org.archivevault.edge.watch.drive;

import java.util.Locale;

/** Whether messages were dropped of late because more came than could be handled. Time is an argument. */
final class Overflow {
    /** So long after the last such message the sources are unwell, in milliseconds. */
    static final long UNWELL_MILLIS = 60_000;

    private long dropped;
    private long lastAt;

    /**
     * What is wrong.
     *
     * @param droppedSoFar messages dropped since the start
     * @param now milliseconds on the edge's clock
     * @return for people; empty when nothing was dropped of late
     */
    String trouble(long droppedSoFar, long now) {
        if (droppedSoFar > dropped) {
            dropped = droppedSoFar;
            lastAt = now;
        }
        return dropped == 0 || now - lastAt >= UNWELL_MILLIS
                ? ""
                : String.format(
                        Locale.ROOT,
                        "消息过多，来不及处理，启动以来已丢弃 %1$d 条 / more messages than can be handled: %1$d dropped since the start",
                        dropped);
    }
}
