package org.archivevault.edge.tags.drive;

import io.vertx.core.Future;
import org.archivevault.protocol.event.EdgeEvent;

/** What the tags' part needs of the edge around it. All methods may be called from any thread. */
public interface TagSurroundings {
    /**
     * Records an event.
     *
     * @param event what happened
     * @return succeeds when it is on disk; fails when it cannot be
     */
    Future<?> record(EdgeEvent event);

    /**
     * A reader works as it should.
     *
     * @param device its name
     */
    void answered(String device);

    /**
     * A reader does not work as it should.
     *
     * @param device its name
     * @param sentence why, for people
     */
    void failed(String device, String sentence);
}
