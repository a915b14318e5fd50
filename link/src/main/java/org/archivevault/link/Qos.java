package org.archivevault.link;

/** How hard the wire tries between us and the broker; neither says that the other end has a message. */
public enum Qos {
    /** Sent once; may be lost. */
    AT_MOST_ONCE(0),
    /** Sent until the broker has it, over one connection; may come twice. */
    AT_LEAST_ONCE(1);

    private final int level;

    Qos(int level) {
        this.level = level;
    }

    /**
     * The number in the MQTT packet.
     *
     * @return 0 or 1
     */
    public int level() {
        return level;
    }
}
