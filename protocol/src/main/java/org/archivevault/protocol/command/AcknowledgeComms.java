package org.archivevault.protocol.command;

import org.archivevault.protocol.address.BlockId;

/**
 * A person has looked at the block after its communication was lost and lets requests through again (safety.md, I10).
 *
 * @param id names the command
 * @param block the block it is for
 * @param subject user name of the person who asks
 * @param reason why
 */
public record AcknowledgeComms(CommandId id, BlockId block, String subject, Reason reason) implements Command {
    public AcknowledgeComms {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a command needs a subject");
        }
    }
}
