package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the book of alarms what is overdue: each once. */
final class RoundSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(RoundSweeper.class);
    /** Between two looks, in milliseconds: told well within a minute. */
    private static final long SWEEP_MILLIS = 15_000;

    private final Database database;
    private final AccessLog accessLog;
    private final OverdueAlarms alarms;
    private final InstantSource clock;
    private final RoundRows rows = new RoundRows();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    RoundSweeper(Database database, AccessLog accessLog, OverdueAlarms alarms, InstantSource clock) {
        this.database = database;
        this.accessLog = accessLog;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** Begins; the answer ends it. */
    Runnable start(Vertx vertx) {
        long timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            if (sweeping.compareAndSet(false, true)) {
                sweep().onFailure(failure -> LOG.warn("Rounds could not be looked at; tried again", failure))
                        .onComplete(done -> sweeping.set(false));
            }
        });
        return () -> vertx.cancelTimer(timer);
    }

    /** Looks once; completes with how many alarms were raised. */
    Future<Integer> sweep() {
        Instant now = clock.instant();
        return database.inTransaction(transaction -> rows.overdue(transaction, now)
                        .compose(overdue -> {
                            List<AccessEntry> entries = new ArrayList<>();
                            Future<Void> done = Future.succeededFuture();
                            for (RoundRows.Kept kept : overdue) {
                                done = done.compose(before -> rows.alarmed(
                                                transaction, kept.schedule().id(), true))
                                        .compose(noted -> alarms.raise(transaction, kept, now))
                                        .map(raised -> {
                                            entries.add(raised);
                                            return null;
                                        });
                            }
                            return done.compose(all -> entries.isEmpty()
                                            ? Future.succeededFuture()
                                            : accessLog
                                                    .append(transaction, entries)
                                                    .mapEmpty())
                                    .map(overdue.size());
                        }))
                .onSuccess(raised -> {
                    if (raised > 0) {
                        alarms.told();
                    }
                });
    }
}
