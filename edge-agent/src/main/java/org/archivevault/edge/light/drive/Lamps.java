package org.archivevault.edge.light.drive;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.archivevault.firmware.plan.LightPlan;

/** The lamps of one light controller, however it is spoken to. Every Future ends on the context that opened it. */
public interface Lamps {
    /** One connection, with the light controllers that share it. */
    interface Line {
        /**
         * The lamps of a controller on it.
         *
         * @param plan one of those it was opened for
         * @return its lamps
         */
        Lamps of(LightPlan plan);

        /**
         * Closes the connection.
         *
         * @return succeeds when it is closed; never fails
         */
        Future<Void> close();
    }

    /** Opens lines of one protocol. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens one; nothing is connected yet.
         *
         * @param vertx runs it, on the current context
         * @param plans the controllers on it, all with the same connection
         * @return the line
         */
        Line open(Vertx vertx, List<LightPlan> plans);
    }

    /**
     * Asks the controller who it is.
     *
     * @return succeeds with what is wrong, for people, empty when it is the one of the profile; fails when it does not
     *     answer
     */
    Future<String> identityMistake();

    /**
     * Reads lamps back.
     *
     * @param first number of the first
     * @param count how many, 1 to {@link #mostReadAtOnce}
     * @return succeeds with whether each burns; fails when the controller does not answer
     */
    Future<boolean[]> read(int first, int count);

    /**
     * Lights a lamp or puts it out, once.
     *
     * @param lamp its number
     * @param burn what it shall do
     * @return succeeds when the controller confirmed it; fails when it did not: then it may have done it all the same
     * @throws IllegalStateException when the plan has no such lamp: nothing else is ever written
     */
    Future<Void> write(int lamp, boolean burn);

    /**
     * How many lamps may be read in one request.
     *
     * @return 1 upwards
     */
    int mostReadAtOnce();
}
