package org.archivevault.edge.shelving;

import java.util.List;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.event.Obstacle;

/** Judges whether a block may be asked to move. */
public interface Interlock {
    /**
     * Judges one command now.
     *
     * @param state what is believed about the block
     * @param command the command
     * @param now milliseconds on the edge's clock
     * @return go, already open, or a refusal
     */
    Verdict judge(BlockState state, OpenAisle command, long now);

    /**
     * Everything that forbids the block to move now, by the same rules.
     *
     * @param state what is believed about the block
     * @param now milliseconds on the edge's clock
     * @return empty when a request may be made
     */
    List<Obstacle> obstacles(BlockState state, long now);
}
