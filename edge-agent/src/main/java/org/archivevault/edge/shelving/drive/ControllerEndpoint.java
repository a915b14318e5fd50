package org.archivevault.edge.shelving.drive;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.archivevault.edge.shelving.BlockLayout;
import org.archivevault.firmware.plan.ControllerPlan;

/** One endpoint that controllers are reached through, shared by the blocks behind it. */
public interface ControllerEndpoint {
    /** Opens endpoints. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens one.
         *
         * @param vertx the calling context is the one that everything of this endpoint runs on
         * @param plan where it is and how it is spoken to
         * @param clock the edge's clock
         * @return the endpoint
         */
        ControllerEndpoint open(Vertx vertx, ControllerPlan plan, EdgeClock clock);
    }

    /**
     * The controller of one block.
     *
     * @param layout the block
     * @return its controller
     */
    ShelvingController controllerOf(BlockLayout layout);

    /**
     * Closes the endpoint.
     *
     * @return succeeds when it is closed
     */
    Future<Void> close();
}
