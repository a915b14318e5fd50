package org.archivevault.edge.tags;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.archivevault.firmware.reader.ReaderPlan;

/** A reader of whatever protocol, which keeps itself connected and reading until it is closed. */
public interface TagReader {
    /**
     * Stops the reading and closes the connection.
     *
     * @return succeeds when nothing of it runs any more; never fails
     */
    Future<Void> close();

    /** Is told what a reader sees, always on the context that opened it. */
    interface Listener {
        /** It reads from now on: from here a tag that is not reported is not there. */
        void reading();

        /**
         * It does not read any more, or cannot be reached: what it saw is unknown from here on.
         *
         * @param sentence why, for people, in Chinese and English
         */
        void silent(String sentence);

        /**
         * Tags were read.
         *
         * @param reports in the reader's order
         */
        void reported(List<TagReport> reports);
    }

    /** Opens readers of one protocol. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens a reader. Returns at once; the connection is made, and made again, in the background.
         *
         * @param vertx runs it, on the current context
         * @param plan which reader, and how it is told to read
         * @param listener is told
         * @return the reader
         */
        TagReader open(Vertx vertx, ReaderPlan plan, Listener listener);
    }
}
