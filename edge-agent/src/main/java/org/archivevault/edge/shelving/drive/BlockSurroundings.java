package org.archivevault.edge.shelving.drive;

import io.vertx.core.Future;
import java.util.List;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;

/** What a block needs of the edge around it. All methods may be called from any thread. */
public interface BlockSurroundings {
    /**
     * Records an event.
     *
     * @param event what happened
     * @return succeeds when it is on disk; fails when it cannot be
     */
    Future<?> record(EdgeEvent event);

    /**
     * Records events together, in order, with one wait for the disk.
     *
     * @param events what happened, at least one
     * @return succeeds when all are on disk; fails when none can be
     */
    Future<?> record(List<EdgeEvent> events);

    /**
     * Shows a view.
     *
     * @param view the newest belief about a block
     */
    void show(BlockView view);

    /**
     * Whether people can reach this edge through the server.
     *
     * @return true when the server was heard of lately
     */
    boolean serverReachable();

    /**
     * A unit answered as it should.
     *
     * @param device its name
     */
    void answered(String device);

    /**
     * A unit did not answer as it should.
     *
     * @param device its name
     * @param sentence why, for people
     */
    void failed(String device, String sentence);
}
