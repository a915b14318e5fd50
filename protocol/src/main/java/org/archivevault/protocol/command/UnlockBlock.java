package org.archivevault.protocol.command;

import org.archivevault.protocol.address.BlockId;

/**
 * Ends a lock-out.
 *
 * @param id names the command
 * @param block the block it is for
 * @param subject user name of the person who asks
 * @param reason why
 */
public record UnlockBlock(CommandId id, BlockId block, String subject, Reason reason) implements Command {
    public UnlockBlock {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a command needs a subject");
        }
    }
}
