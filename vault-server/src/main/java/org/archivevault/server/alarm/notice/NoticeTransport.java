package org.archivevault.server.alarm.notice;

import io.vertx.core.Future;
import org.archivevault.server.alarm.notice.NoticeSettings.Recipient;

/** A way to a recipient. */
interface NoticeTransport {
    /**
     * Sends a notice.
     *
     * @param notice what
     * @param recipient to whom
     * @return completes when the other end has taken it; fails when it has not, or nobody knows
     */
    Future<Void> send(Notice notice, Recipient recipient);

    /**
     * Ends it.
     *
     * @return completes when all connections are closed
     */
    Future<Void> close();
}
