package org.archivevault.edge.light.drive;

import io.vertx.core.Future;
import org.archivevault.protocol.event.EdgeEvent;

/** What the lights need of the edge around them. All methods may be called from any thread. */
public interface LightSurroundings {
    /**
     * Records an event.
     *
     * @param event what happened
     * @return succeeds when it is on disk; fails when it cannot be
     */
    Future<?> record(EdgeEvent event);

    /**
     * A light controller works as it should.
     *
     * @param device its name
     */
    void answered(String device);

    /**
     * A light controller does not work as it should.
     *
     * @param device its name
     * @param sentence why, for people
     */
    void failed(String device, String sentence);
}
