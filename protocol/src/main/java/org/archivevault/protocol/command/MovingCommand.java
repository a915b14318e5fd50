package org.archivevault.protocol.command;

/**
 * A command that causes motion. Whatever is asked for, life, fence, interlock and record are the same: a spread closes an
 * open aisle as surely as opening another one does.
 */
public sealed interface MovingCommand extends Command permits OpenAisle, Ventilate {
    /** The longest life that a command may claim, in milliseconds; an edge counts at most 3 s of it. */
    long MAX_LIFE_MILLIS = 60_000;

    /**
     * How the carriages are to stand.
     *
     * @return one aisle open, or spread
     */
    Goal goal();

    /**
     * Its place in the order of all commands that move this block.
     *
     * @return above every token the edge has accepted for this block
     */
    FencingToken token();

    /**
     * Remaining life when the bytes left the server; counted by the edge from receipt.
     *
     * @return 1–60,000 ms
     */
    long lifeMillis();

    /**
     * The same deadline on the edge's own clock, reckoned by the server from the last view it had of that edge; it catches
     * a command that the network held back.
     *
     * @return the deadline
     */
    EdgeInstant notAfter();

    /**
     * The same command with another remaining life.
     *
     * @param remainingMillis 1–60,000 ms
     * @return a copy
     */
    MovingCommand living(long remainingMillis);

    /** What every command that moves must have (safety.md, I3 and I12). */
    static void require(long lifeMillis, String subject) {
        if (lifeMillis < 1 || lifeMillis > MAX_LIFE_MILLIS) {
            throw new IllegalArgumentException("lifeMillis is not in [1.." + MAX_LIFE_MILLIS + "]: " + lifeMillis);
        }
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a command needs a subject");
        }
    }
}
