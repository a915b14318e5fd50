package org.archivevault.edge.shelving;

import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.event.EdgeEvent;
import org.jspecify.annotations.Nullable;

/** What a block's decisions ask of the world. Each returns at once; the answer comes back as an input. */
public interface BlockActions {
    /**
     * Write a command to the inbox, with the highest token as it now stands. Answer: {@link BlockControl#remembered}.
     *
     * @param command the command
     * @param highest the block's highest token; null when the command carries none that was accepted
     * @param motionAhead whether it may lead to motion, so that a restart before its end must latch
     */
    void remember(Command command, @Nullable FencingToken highest, boolean motionAhead);

    /**
     * Write the prepare of a command. Answer: {@link BlockControl#prepared}.
     *
     * @param command the command
     * @param move what is asked for
     */
    void prepare(MovingCommand command, Move move);

    /**
     * Read the echo. Answer: {@link BlockControl#echoed}.
     *
     * @param command the command
     * @param move what is asked for
     */
    void readEcho(MovingCommand command, Move move);

    /**
     * Write the intent to disk. Answer: {@link BlockControl#intentLogged}.
     *
     * @param command the command
     */
    void logIntent(MovingCommand command);

    /**
     * Hand the motion write over, once. {@link BlockControl#mayExecute} must be asked immediately before its bytes leave.
     * Answer: {@link BlockControl#executed}.
     *
     * @param command the command
     * @param move what is asked for
     */
    void execute(MovingCommand command, Move move);

    /**
     * Send stop, past every queue. Answer: {@link BlockControl#stopAnswered}.
     *
     * @param number names this sending in the answer
     * @param cause what led to it
     * @param acting the unit that is moving, to be stopped first; null when none is known
     */
    void stop(int number, String cause, @Nullable Integer acting);

    /**
     * Read the block's state as soon as possible.
     *
     * @param first the unit to read first; null when none matters more
     */
    void readNow(@Nullable Integer first);

    /**
     * Write a unit's watchdog settings and read them back. {@link BlockControl#mayFeedWatchdog} must be asked immediately
     * before the bytes leave.
     *
     * @param unit the unit
     */
    void setWatchdog(int unit);

    /**
     * Feed the watchdog of every unit now, without waiting for the next turn. {@link BlockControl#mayFeedWatchdog} must be
     * asked immediately before the bytes of each write leave. Answer: {@link BlockControl#fed}.
     */
    void feed();

    /**
     * Keep on disk what stands about the block. Answer: {@link BlockControl#kept} when a command waits for it; otherwise
     * {@link BlockControl#notKept} when it fails.
     *
     * @param flag what
     * @param value how it stands now
     * @param command the command that waits; null when none does
     */
    void keep(Kept.Flag flag, boolean value, @Nullable CommandId command);

    /**
     * Record how a command ended, on disk first, then as an event.
     *
     * @param command its id
     * @param outcome how it ended
     */
    void end(CommandId command, CommandOutcome outcome);

    /**
     * Record an event.
     *
     * @param event what happened
     */
    void emit(EdgeEvent event);
}
