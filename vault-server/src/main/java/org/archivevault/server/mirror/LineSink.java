package org.archivevault.server.mirror;

import java.util.List;

/** Where lines go. Blocks: for a worker thread only. */
interface LineSink extends AutoCloseable {
    /**
     * Sends lines in one request.
     *
     * @param lines at least one
     * @return what became of them; never throws for an answer or for the lack of one
     */
    SendResult send(List<String> lines);

    @Override
    void close();
}
