package org.archivevault.edge.shelving.drive;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
import org.archivevault.edge.shelving.Move;
import org.archivevault.edge.shelving.Readings;
import org.archivevault.edge.shelving.StepAnswer;
import org.archivevault.edge.shelving.Verification;
import org.archivevault.protocol.command.FencingToken;
import org.jspecify.annotations.Nullable;

/**
 * The shelving controller of one block, however it is spoken to. All methods must be called on the context on which it was
 * made, and every Future ends there. A Future of a {@link StepAnswer} never fails.
 */
public interface ShelvingController {
    /** Gets what the controller says. */
    interface Listener {
        /**
         * A unit gave values.
         *
         * @param readings the values
         */
        void read(Readings readings);

        /**
         * A unit's identity and watchdog were read back.
         *
         * @param verification what they read
         */
        void verified(Verification verification);

        /**
         * A unit took a keep-alive.
         *
         * @param unit the unit
         * @param leftAt when its bytes left, in milliseconds on the edge's clock
         */
        void fed(int unit, long leftAt);

        /**
         * A request to a unit failed.
         *
         * @param unit the unit
         * @param sentence why, for people
         */
        void failed(int unit, String sentence);
    }

    /**
     * Begins to read, and goes on until {@link #close()}.
     *
     * @param listener gets what is read
     */
    void start(Listener listener);

    /**
     * Writes the prepare, once.
     *
     * @param move what is asked for
     * @param token the command's token
     * @return how the write ended
     */
    Future<StepAnswer> prepare(Move move, FencingToken token);

    /**
     * Reads the echo.
     *
     * @param move what was asked for
     * @return succeeds with the echo's registers; fails with a sentence
     */
    Future<int[]> readEcho(Move move);

    /**
     * Writes the execute, at most once.
     *
     * @param move what is asked for
     * @param token the command's token
     * @param gate asked immediately before the bytes leave; empty lets them go
     * @return how the write ended
     */
    Future<StepAnswer> execute(Move move, FencingToken token, Supplier<Optional<String>> gate);

    /**
     * Writes stop, past every queue.
     *
     * @param first the unit to stop first; null when none matters more
     * @return done when every unit acknowledged it
     */
    Future<StepAnswer> stop(@Nullable Integer first);

    /**
     * Reads a block's state as soon as possible.
     *
     * @param first the unit to read first; null when none matters more
     */
    void readNow(@Nullable Integer first);

    /**
     * Writes a unit's watchdog settings and reads them back soon after.
     *
     * @param unit the unit
     * @param gate asked immediately before the bytes leave; empty lets them go
     */
    void setWatchdog(int unit, Supplier<Optional<String>> gate);

    /**
     * Feeds the watchdog of every unit once; the listener hears of each that took it.
     *
     * @param gate asked immediately before the bytes of each write leave; empty lets them go
     */
    void keepAlive(Supplier<Optional<String>> gate);

    /**
     * Reads no more. Does not close the connection, which other blocks may share.
     */
    void close();
}
