package org.archivevault.edge.shelving;

import java.util.List;
import java.util.Map;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;

/**
 * What the disk knew about a block when the process started.
 *
 * @param highest the highest token accepted, 0 for none
 * @param seen ids of commands that were received, oldest first
 * @param unfinished ids of commands without an outcome
 * @param untold outcomes of which it is not certain that their event was recorded
 * @param kept what stood about it
 */
public record Memory(
        long highest,
        List<CommandId> seen,
        List<CommandId> unfinished,
        Map<CommandId, CommandOutcome> untold,
        Kept kept) {
    /** A block that nobody has commanded yet. */
    public static final Memory EMPTY = new Memory(0, List.of(), List.of(), Map.of(), Kept.NOTHING);

    public Memory {
        seen = List.copyOf(seen);
        unfinished = List.copyOf(unfinished);
        untold = Map.copyOf(untold);
    }
}
