package org.archivevault.server.location;

import java.util.List;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.Obstacle;

/** What forbids a block to move now, as far as the server can know. Asked for every look-up: answers from memory. */
@FunctionalInterface
public interface BlockObstacles {
    /**
     * All that forbids motion.
     *
     * @param block a block of the plan
     * @return empty when its edge may be asked
     */
    List<Obstacle> obstaclesOf(BlockId block);
}
