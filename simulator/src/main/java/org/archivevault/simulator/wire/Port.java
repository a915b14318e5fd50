package org.archivevault.simulator.wire;

import io.vertx.core.Future;

/** Where an endpoint is reached. */
public interface Port {
    /**
     * The TCP port.
     *
     * @return 1–65,535; 0 for a serial line
     */
    int number();

    /**
     * Pulls the plug: open connections end, new ones are refused.
     *
     * @return succeeds when nothing listens any more; fails when the place is still open seconds later
     */
    Future<Void> unplug();

    /**
     * Listens again, at the same place.
     *
     * @return succeeds when it listens; fails when the place is taken
     */
    Future<Void> plug();
}
