package org.archivevault.edge.modbus;

import io.vertx.core.Future;
import java.time.Duration;

/** Where an endpoint is and how to connect to it. Everything is called, and calls back, on the client's context. */
interface Link {
    /** The endpoint, for messages. */
    String name();

    /**
     * Connects anew.
     *
     * @param listener hears of bytes and of the end of this connection
     * @return succeeds with the connection; fails when there is none. How long that may take is for the caller to say
     */
    Future<Line> connect(Listener listener);

    /**
     * Shortest silence that this line itself needs between frames.
     *
     * @return zero where the other end paces the line
     */
    Duration shortestSilence();

    /**
     * Gives up what connecting needs; connections must be closed before.
     *
     * @return succeeds when done
     */
    Future<Void> close();

    /** One connection. */
    interface Line {
        /**
         * Hands bytes to the operating system, once.
         *
         * @param frame whole
         * @param latest how long from now they may leave still; a line that hands them over at once may ignore it
         * @return fails with {@link NotSent} when certainly no byte left, otherwise when perhaps not all left
         */
        Future<Void> send(byte[] frame, Duration latest);

        /**
         * Ends the connection and throws away bytes that have not left the machine, so that none leaves later.
         *
         * @return succeeds when closed
         */
        Future<Void> abort();
    }

    /** The bytes could not leave in time, and will not. */
    final class NotSent extends Exception {
        NotSent(String detail) {
            super(detail, null, false, false);
        }
    }

    /** Hears of one connection. */
    interface Listener {
        /** Bytes came. */
        void received(byte[] bytes);

        /** The connection ended without our asking. */
        void lost(String detail);
    }
}
