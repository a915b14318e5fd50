package org.archivevault.protocol.command;

import org.archivevault.protocol.Token;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;

/**
 * Opens one aisle: the only command that causes motion.
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
        implements Command {
    public OpenAisle {
        Token.requireRange(aisle, 1, AisleId.MAX_NUMBER, "aisle number");
        if (lifeMillis < 1 || lifeMillis > 60_000) {
            throw new IllegalArgumentException("lifeMillis is not in [1..60000]: " + lifeMillis);
        }
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a command needs a subject");
        }
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
