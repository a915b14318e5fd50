package org.archivevault.protocol.command;

import org.archivevault.protocol.address.BlockId;

/**
 * Locks a block out: every later motion is refused until {@link UnlockBlock}. Kept on the edge's disk.
 *
 * @param id names the command
 * @param block the block it is for
 * @param subject user name of the person who asks
 * @param reason why
 */
public record LockBlock(CommandId id, BlockId block, String subject, Reason reason) implements Command {
    public LockBlock {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a command needs a subject");
        }
    }
}
