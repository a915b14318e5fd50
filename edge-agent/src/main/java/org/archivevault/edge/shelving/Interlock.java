package org.archivevault.edge.shelving;

import java.util.List;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.event.Obstacle;

/** Judges whether a block may be asked to move. */
public interface Interlock {
    /**
     * Judges one command now.
     *
     * @param state what is believed about the block
     * @param command the command
     * @param now milliseconds on the edge's clock
     * @return go, already there, or a refusal
     */
    Verdict judge(BlockState state, MovingCommand command, long now);

    /**
     * Everything that forbids the block to move now, by the same rules.
     *
     * @param state what is believed about the block
     * @param now milliseconds on the edge's clock
     * @return empty when a request may be made
     */
    List<Obstacle> obstacles(BlockState state, long now);

    /**
     * What beside the obstacles forbids to spread the carriages now, by the same rules.
     *
     * @param state what is believed about the block
     * @param now milliseconds on the edge's clock
     * @return empty when the controller has that function and says so
     */
    List<Obstacle> againstSpreading(BlockState state, long now);
}
