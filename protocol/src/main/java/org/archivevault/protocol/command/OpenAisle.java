package org.archivevault.protocol.command;

import org.archivevault.protocol.Token;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;

/**
 * Opens one aisle.
 *
 * @param id names the command
 * @param block the block that moves
 * @param aisle number of the aisle to open, 1–63
 * @param token above every token the edge has accepted for this block
 * @param lifeMillis remaining life when the bytes left the server, 1–60,000 ms; counted by the edge from receipt
 * @param notAfter the same deadline on the edge's own clock, reckoned by the server from the last view it had of that
 *     edge; it catches a command that the network held back
 * @param subject user name of the person who asks
 * @param reason why
 */
public record OpenAisle(
        CommandId id,
        BlockId block,
        int aisle,
        FencingToken token,
        long lifeMillis,
        EdgeInstant notAfter,
        String subject,
        Reason reason)
        implements MovingCommand {
    public OpenAisle {
        Token.requireRange(aisle, 1, AisleId.MAX_NUMBER, "aisle number");
        MovingCommand.require(lifeMillis, subject);
    }

    @Override
    public Goal goal() {
        return Goal.open(aisle);
    }

    @Override
    public OpenAisle living(long remainingMillis) {
        return new OpenAisle(id, block, aisle, token, remainingMillis, notAfter, subject, reason);
    }

    /**
     * The aisle with its block.
     *
     * @return the aisle's full id
     */
    public AisleId aisleId() {
        return new AisleId(block, aisle);
    }
}
