package org.archivevault.protocol.link;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.Lane;

/**
 * The only place where a topic is built or read. All are below {@code vault/<edge>/}, so that a broker can give each edge
 * the right to its own branch and to no other.
 */
public final class Topics {
    private static final Pattern EDGE_TOPIC = Pattern.compile("vault/([a-z0-9-]{1,32})/(.+)");

    /** What the server subscribes to: every edge's status. */
    public static final String ALL_STATUS = "vault/+/status";
    /** What the server subscribes to: every edge's event batches. */
    public static final String ALL_EVENTS = "vault/+/events/+";
    /** What the server subscribes to: every edge's block views. */
    public static final String ALL_VIEWS = "vault/+/view/+";

    private Topics() {}

    /**
     * Commands to an edge (server → edge, QoS 1, never retained).
     *
     * @param edge the edge
     * @return the topic
     */
    public static String commands(EdgeId edge) {
        return "vault/" + edge + "/command";
    }

    /**
     * The short way for stop (server → edge, QoS 1, never retained): {@code StopBlock} only.
     *
     * @param edge the edge
     * @return the topic
     */
    public static String stop(EdgeId edge) {
        return "vault/" + edge + "/stop";
    }

    /**
     * Acknowledgements to an edge (server → edge, QoS 1).
     *
     * @param edge the edge
     * @return the topic
     */
    public static String committed(EdgeId edge) {
        return "vault/" + edge + "/committed";
    }

    /**
     * Event batches of one lane (edge → server, QoS 1).
     *
     * @param edge the edge
     * @param lane the lane
     * @return the topic
     */
    public static String events(EdgeId edge, Lane lane) {
        return "vault/" + edge + "/events/" + lane.wireName();
    }

    /**
     * Block views (edge → server, QoS 0, never retained: an old view must not look like a new one).
     *
     * @param edge the edge
     * @param block the block
     * @return the topic
     */
    public static String view(EdgeId edge, BlockId block) {
        return "vault/" + edge + "/view/" + block;
    }

    /**
     * An edge's status (edge → server, QoS 1, retained, and its last will).
     *
     * @param edge the edge
     * @return the topic
     */
    public static String status(EdgeId edge) {
        return "vault/" + edge + "/status";
    }

    /**
     * Where an edge that listens to cameras says on the devices' broker, twice a second, that it is there: what the broker
     * confirms shows that the way through it is open. Nobody listens (QoS 1, never retained, empty).
     *
     * @param edge the edge
     * @return the topic
     */
    public static String watching(EdgeId edge) {
        return "vault/" + edge + "/watching";
    }

    /**
     * Which edge a topic belongs to. A message must be believed only from its own branch.
     *
     * @param topic any topic
     * @return the edge, or empty when the topic is none of ours
     */
    public static Optional<EdgeId> edgeOf(String topic) {
        Matcher m = EDGE_TOPIC.matcher(topic);
        return m.matches() ? Optional.of(new EdgeId(m.group(1))) : Optional.empty();
    }
}
