package org.archivevault.protocol.command;

import org.archivevault.protocol.address.BlockId;

/**
 * Spreads the carriages of a block evenly, so that air reaches every face. It moves carriages and is judged, fenced and
 * recorded exactly as {@link OpenAisle}.
 *
 * @param id names the command
 * @param block the block that moves
 * @param token above every token the edge has accepted for this block
 * @param lifeMillis remaining life when the bytes left the server, 1–60,000 ms; counted by the edge from receipt
 * @param notAfter the same deadline on the edge's own clock
 * @param subject user name of the person who asks
 * @param reason why
 */
public record Ventilate(
        CommandId id,
        BlockId block,
        FencingToken token,
        long lifeMillis,
        EdgeInstant notAfter,
        String subject,
        Reason reason)
        implements MovingCommand {
    public Ventilate {
        MovingCommand.require(lifeMillis, subject);
    }

    @Override
    public Goal goal() {
        return Goal.SPREAD;
    }

    @Override
    public Ventilate living(long remainingMillis) {
        return new Ventilate(id, block, token, remainingMillis, notAfter, subject, reason);
    }
}
