package org.archivevault.protocol.command;

import org.archivevault.protocol.address.BlockId;

/**
 * Puts out every lamp of a block that was lit for this reason. Harmless when none is lit.
 *
 * @param id names the command
 * @param block the block
 * @param subject user name of the person for whom they were lit
 * @param reason why they were lit
 */
public record DarkenPositions(CommandId id, BlockId block, String subject, Reason reason) implements Command {
    public DarkenPositions {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a command needs a subject");
        }
    }
}
