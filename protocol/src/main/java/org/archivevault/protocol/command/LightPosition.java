package org.archivevault.protocol.command;

import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.ShelfAddress;

/**
 * Lights the lamp at a position, where one stands. It moves nothing, asks no interlock and takes no fencing token; a
 * dropped one is not repeated. The lamp goes out after its life, or when the lights of the same reason are darkened.
 *
 * @param id names the command
 * @param position where to light
 * @param lifeMillis how long the lamp stays lit from receipt, 1–3,600,000 ms
 * @param notAfter the same end on the edge's own clock: a command that the network held back until then lights nothing
 * @param subject user name of the person for whom it is lit
 * @param reason why; {@link DarkenPositions} names it again
 */
public record LightPosition(
        CommandId id, ShelfAddress position, long lifeMillis, EdgeInstant notAfter, String subject, Reason reason)
        implements Command {
    /** Longest life: a lamp that burns for an hour points at nothing any more. */
    public static final long LONGEST_LIFE_MILLIS = 3_600_000;

    public LightPosition {
        if (lifeMillis < 1 || lifeMillis > LONGEST_LIFE_MILLIS) {
            throw new IllegalArgumentException("lifeMillis is not in [1.." + LONGEST_LIFE_MILLIS + "]: " + lifeMillis);
        }
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a command needs a subject");
        }
    }

    @Override
    public BlockId block() {
        return position.block();
    }
}
