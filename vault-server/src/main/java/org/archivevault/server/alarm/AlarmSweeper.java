package org.archivevault.server.alarm;

import static org.archivevault.server.alarm.AlarmDraft.utc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the times of alarms: a shelved one comes back, and one that nobody acknowledges goes to the next recipients. Any
 * number of server processes may sweep; the row's lock lets one of them act.
 */
final class AlarmSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmSweeper.class);
    /** Between two looks, in milliseconds: times here are in minutes. */
    private static final long SWEEP_MILLIS = 1_000;
    /** Most alarms moved in one sweep; the rest follow in the next. */
    private static final int MAX_PER_SWEEP = 100;

    private static final String SERVER = "server";
    private static final String DUE =
            "SELECT id FROM alarm WHERE (quiet = 'shelved' AND quiet_until <= $1::timestamptz)"
                    + " OR escalate_at <= $1::timestamptz ORDER BY changed_at LIMIT $2::int";

    private final Database database;
    private final AccessLog accessLog;
    private final AlarmMoves moves;
    private final AlarmFeed feed;
    private final InstantSource clock;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    AlarmSweeper(Database database, AccessLog accessLog, AlarmMoves moves, AlarmFeed feed, InstantSource clock) {
        this.database = database;
        this.accessLog = accessLog;
        this.moves = moves;
        this.feed = feed;
        this.clock = clock;
    }

    /**
     * Begins to watch.
     *
     * @param vertx carries the timer
     * @return ends the watching
     */
    Runnable start(Vertx vertx) {
        long timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            if (sweeping.compareAndSet(false, true)) {
                sweep().onFailure(failure -> LOG.warn("Times of alarms could not be looked at; tried again", failure))
                        .onComplete(done -> sweeping.set(false));
            }
        });
        return () -> vertx.cancelTimer(timer);
    }

    /**
     * Looks once.
     *
     * @return completes with how many alarms were moved; fails when the database does
     */
    Future<Integer> sweep() {
        Instant now = clock.instant();
        return database.reads()
                .preparedQuery(DUE)
                .execute(Tuple.of(utc(now), MAX_PER_SWEEP))
                .compose(rows -> {
                    Future<Integer> count = Future.succeededFuture(0);
                    for (Row row : rows) {
                        UUID id = row.getUUID("id");
                        count = count.compose(sum -> moveOn(id, now).map(moved -> moved ? sum + 1 : sum));
                    }
                    return count;
                })
                .map(count -> {
                    if (count > 0) {
                        feed.changed();
                    }
                    return count;
                });
    }

    private Future<Boolean> moveOn(UUID id, Instant now) {
        return database.inTransaction(transaction -> AlarmRows.lock(transaction, id)
                .compose(found -> {
                    List<AccessEntry> entries = new ArrayList<>();
                    Future<Alarm> moved = null;
                    Alarm alarm = found.orElseThrow();
                    Alarm.KeptQuiet quiet = alarm.quiet();
                    if (quiet != null && quiet.until() != null && !quiet.until().isAfter(utc(now))) {
                        AlarmMoves.Move move =
                                new AlarmMoves.Move(LifeEvent.UNSHELVED, SERVER, "until " + quiet.until(), now);
                        moved = moves.take(
                                        transaction,
                                        alarm,
                                        alarm.life()
                                                .on(
                                                        LifeEvent.UNSHELVED,
                                                        alarm.kind().latching()),
                                        move,
                                        draft -> {})
                                .map(saved -> {
                                    entries.add(AlarmMoves.entry(move.event().what(), SERVER, move.why(), saved));
                                    return saved;
                                });
                    } else if (alarm.escalateAt() != null && !alarm.escalateAt().isAfter(utc(now))) {
                        moved = moves.escalate(transaction, alarm, SERVER, now).map(saved -> {
                            entries.add(
                                    AlarmMoves.entry("escalated", SERVER, "level " + saved.escalationLevel(), saved));
                            return saved;
                        });
                    }
                    return moved == null
                            ? Future.succeededFuture(false)
                            : moved.compose(saved -> accessLog.append(transaction, entries))
                                    .map(true);
                }));
    }
}
