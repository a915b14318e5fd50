package org.archivevault.server.shelving;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.command.StopBlock;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters stops into the records. A stop is the one act that goes ahead of its entry; while the database is away the
 * entries wait here, in order, and are tried again.
 */
final class StopJournal {
    private static final Logger LOG = LoggerFactory.getLogger(StopJournal.class);
    /** Between two tries, in milliseconds. */
    private static final long RETRY_MILLIS = 1_000;
    /** Most stops that wait: somebody pressing once a second for three hours. Beyond it only the process log has them. */
    private static final int MAX_WAITING = 10_000;

    private final Vertx vertx;
    private final Database database;
    private final CommandLedger ledger;
    private final AccessLog accessLog;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean writing;

    private record Waiting(StopBlock stop, EdgeId edge, Instant at, Promise<Void> entered) {}

    StopJournal(Vertx vertx, Database database, CommandLedger ledger, AccessLog accessLog) {
        this.vertx = vertx;
        this.database = database;
        this.ledger = ledger;
        this.accessLog = accessLog;
    }

    /**
     * Enters a stop, as soon as that can be done.
     *
     * @param stop the stop
     * @param edge to whom it was sent
     * @param at when
     * @return completes when it is durable, however late; fails only when too many wait
     */
    Future<Void> enter(StopBlock stop, EdgeId edge, Instant at) {
        Promise<Void> entered = Promise.promise();
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                LOG.error(
                        "Stop {} of {} by {} at {} cannot be kept for the log",
                        stop.id(),
                        stop.block(),
                        stop.subject(),
                        at);
                return Future.failedFuture("too many stops wait for the log");
            }
            waiting.addLast(new Waiting(stop, edge, at, entered));
            if (writing) {
                return entered.future();
            }
            writing = true;
        }
        writeNext();
        return entered.future();
    }

    private void writeNext() {
        Waiting next;
        synchronized (waiting) {
            next = waiting.peekFirst();
            if (next == null) {
                writing = false;
                return;
            }
        }
        write(next).onComplete(done -> {
            if (done.failed()) {
                LOG.error(
                        "Stop {} is not in the log yet; tried again",
                        next.stop().id(),
                        done.cause());
                vertx.setTimer(RETRY_MILLIS, tick -> writeNext());
                return;
            }
            synchronized (waiting) {
                waiting.removeFirst();
            }
            next.entered().complete();
            writeNext();
        });
    }

    private Future<Void> write(Waiting next) {
        StopBlock stop = next.stop();
        AccessEntry entry = AccessEntry.of(
                "block-stop",
                stop.subject(),
                "block:" + stop.block(),
                AccessEntry.OK,
                Map.of("command", stop.id(), "edge", next.edge(), "at", next.at()));
        return database.inTransaction(transaction -> ledger.issue(transaction, stop, next.edge(), null)
                .compose(issued -> accessLog.append(transaction, List.of(entry)))
                .mapEmpty());
    }
}
