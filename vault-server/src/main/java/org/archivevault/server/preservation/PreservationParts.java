package org.archivevault.server.preservation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.server.climate.InPlace;
import org.archivevault.server.climate.ReadingFeed;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.RouteGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the preservation figures together: takes readings from the feed, keeps hours, answers. */
public final class PreservationParts {
    private static final Logger LOG = LoggerFactory.getLogger(PreservationParts.class);
    /** Between two looks, in milliseconds: the figures are of hours. */
    private static final long SWEEP_MILLIS = 10_000;
    /** Between two times that old sums are deleted. */
    private static final long FORGET_MILLIS = TimeUnit.HOURS.toMillis(12);

    private final Vertx vertx;
    private final SitePlan plan;
    private final Database database;
    private final InstantSource clock;
    private final HourBook book;
    private final ZoneRegister register;
    private final InPlace adding;
    private final List<RouteGroup> routes;
    private final List<Runnable> endings = new ArrayList<>();

    /**
     * @param vertx carries the timers
     * @param plan the site: its zones, and the blocks that stand in them
     * @param database where figures and placements are
     * @param feed hands readings on
     * @param clock the wall clock
     */
    public PreservationParts(Vertx vertx, SitePlan plan, Database database, ReadingFeed feed, InstantSource clock) {
        this.vertx = vertx;
        this.plan = plan;
        this.database = database;
        this.clock = clock;
        this.register = new ZoneRegister(database, clock);
        this.book = new HourBook(clock);
        this.adding = new InPlace(database, feed, book.work(InPlace.MOST));
        this.routes = List.of(
                new PreservationRoutes(new ZoneLook(plan, database, clock), new PackLook(database, clock), clock));
    }

    /**
     * The operations of the contract fragment {@code preservation}.
     *
     * @return the routes
     */
    public List<RouteGroup> routes() {
        return routes;
    }

    /**
     * Writes the plan's zones and begins to take readings.
     *
     * @return completes when the zones are written; fails when the database does
     */
    public Future<Void> start() {
        return register.synchronise(plan).map(written -> {
            endings.add(adding.start(vertx, SWEEP_MILLIS));
            long timer = vertx.setPeriodic(
                    FORGET_MILLIS,
                    tick -> database.inTransaction(transaction -> book.forget(transaction, clock.instant()))
                            .onFailure(failure -> LOG.warn("Old sums were not deleted; tried again later", failure)));
            endings.add(() -> vertx.cancelTimer(timer));
            return null;
        });
    }

    /**
     * Takes all readings that are there now, as the timer does.
     *
     * @return completes with how many; fails when the database does
     */
    Future<Long> sweep() {
        return adding.sweep();
    }

    /**
     * Ends the timers.
     *
     * @return completes at once
     */
    public Future<Void> close() {
        endings.forEach(Runnable::run);
        return Future.succeededFuture();
    }
}
