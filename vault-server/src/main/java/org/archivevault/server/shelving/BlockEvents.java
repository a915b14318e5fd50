package org.archivevault.server.shelving;

import java.util.Optional;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.EdgeEvent;

/** Which events change the records of a block. */
final class BlockEvents {
    private BlockEvents() {}

    /**
     * The block whose records an event changes.
     *
     * @param event any event
     * @return the block; empty for an event that is stored and logged but changes no record
     */
    static Optional<BlockId> blockOf(EdgeEvent event) {
        if (event instanceof EdgeEvent.CommandReceived received) {
            return Optional.of(received.block());
        }
        if (event instanceof EdgeEvent.MotionIntended intended) {
            return Optional.of(intended.block());
        }
        if (event instanceof EdgeEvent.CommandEnded ended) {
            return Optional.of(ended.block());
        }
        if (event instanceof EdgeEvent.MotionStarted started) {
            return Optional.of(started.block());
        }
        return event instanceof EdgeEvent.MotionStopped stopped ? Optional.of(stopped.block()) : Optional.empty();
    }
}
