package org.archivevault.protocol.command;

import org.archivevault.protocol.address.BlockId;

/**
 * Stops all motion of a block. Always allowed, never fenced, never expired, past every queue.
 *
 * @param id names the command
 * @param block the block it is for
 * @param subject user name of the person who asks
 * @param reason why
 */
public record StopBlock(CommandId id, BlockId block, String subject, Reason reason) implements Command {
    public StopBlock {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a command needs a subject");
        }
    }
}
