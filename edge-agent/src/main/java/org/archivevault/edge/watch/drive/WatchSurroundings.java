package org.archivevault.edge.watch.drive;

import io.vertx.core.Future;
import org.archivevault.edge.shelving.AislesSeen;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.EdgeEvent;

/** What the watch needs of the edge around it. All methods may be called from any thread. */
public interface WatchSurroundings {
    /**
     * Records an event.
     *
     * @param event what happened
     * @return succeeds when it is on disk; fails when it cannot be
     */
    Future<?> record(EdgeEvent event);

    /**
     * Tells a block what cameras say about its aisles.
     *
     * @param block the block
     * @param seen all that they say about it
     */
    void seen(BlockId block, AislesSeen seen);

    /**
     * How full the outbox's telemetry lane is.
     *
     * @return 0–1
     */
    double telemetryFill();

    /**
     * A source works as it should.
     *
     * @param device its name
     */
    void answered(String device);

    /**
     * A source does not work as it should.
     *
     * @param device its name
     * @param sentence why, for people
     */
    void failed(String device, String sentence);
}
