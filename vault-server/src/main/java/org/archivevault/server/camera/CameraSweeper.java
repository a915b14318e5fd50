package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.archivevault.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about cameras from time to time. Any number of server processes may do it; rows that one has locked it keeps. */
final class CameraSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(CameraSweeper.class);
    /** Between two looks, in milliseconds: an alarm is told well within a minute. */
    private static final long SWEEP_MILLIS = 10_000;

    private final Database database;
    private final CameraWatch watch;
    private final StillRetention retention;
    private final CameraSettings settings;
    private final InstantSource clock;
    private final Observations observations = new Observations();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    CameraSweeper(
            Database database,
            CameraWatch watch,
            StillRetention retention,
            CameraSettings settings,
            InstantSource clock) {
        this.database = database;
        this.watch = watch;
        this.retention = retention;
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins; the answer ends it. */
    Runnable start(Vertx vertx) {
        long timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            if (sweeping.compareAndSet(false, true)) {
                sweep().onFailure(failure -> LOG.warn("Cameras could not be looked after; tried again", failure))
                        .onComplete(done -> sweeping.set(false));
            }
        });
        return () -> vertx.cancelTimer(timer);
    }

    /** Looks once; fails when the database does. */
    Future<Void> sweep() {
        Instant now = clock.instant();
        return database.inTransaction(transaction -> watch.look(transaction, now))
                .onSuccess(told -> {
                    if (told > 0) {
                        watch.told();
                    }
                })
                .compose(told -> database.inTransaction(transaction -> retention.giveUpIncomplete(transaction, now)))
                .compose(given -> database.inTransaction(transaction -> retention.letGo(transaction, now)))
                .compose(gone -> database.inTransaction(
                        transaction -> observations.forget(transaction, now.minus(settings.keepObservations()))))
                .mapEmpty();
    }
}
