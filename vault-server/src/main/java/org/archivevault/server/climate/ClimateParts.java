package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the climate history together. */
public final class ClimateParts {
    private static final Logger LOG = LoggerFactory.getLogger(ClimateParts.class);
    /** Between two looks whether a month must be made ahead. */
    private static final long MONTHS_MILLIS = TimeUnit.HOURS.toMillis(6);

    private final Vertx vertx;
    private final Database database;
    private final InstantSource clock;
    private final ReadingMonths months = new ReadingMonths();
    private final ReadingFeed feed = new ReadingFeed();
    private final ReadingIntake intake;
    private final RollUps rollUps;
    private final ClimateRoutes routes;
    private Runnable stop = () -> {};

    /**
     * @param vertx carries the timers
     * @param plan the site: which sensor is in which zone
     * @param database where the history is
     * @param clock the wall clock
     */
    public ClimateParts(Vertx vertx, SitePlan plan, Database database, InstantSource clock) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        SensorPlaces places = new SensorPlaces(plan);
        this.intake = new ReadingIntake(places, months, clock);
        this.rollUps = new RollUps(database, feed);
        this.routes = new ClimateRoutes(
                new ClimateNow(database, places, clock),
                new ReadingRanges(database),
                new ReadingDownload(database, places),
                clock);
    }

    /**
     * Takes readings in with the batches of the edges.
     *
     * @return the one instance
     */
    public EventConsumer consumer() {
        return intake;
    }

    /**
     * Hands readings on.
     *
     * @return the one instance
     */
    public ReadingFeed feed() {
        return feed;
    }

    /**
     * Makes what drops the months that are over.
     *
     * @param where the same database, for the connection that it needs of its own
     * @param settings how long the history is kept
     * @param accessLog where it is recorded that a month was dropped
     * @return not started yet
     */
    public Retention retention(DatabaseSettings where, HistorySettings settings, AccessLog accessLog) {
        return new Retention(vertx, where, settings, accessLog, months, clock);
    }

    RollUps rollUps() {
        return rollUps;
    }

    /**
     * The operations of the contract fragment {@code climate}.
     *
     * @return the routes
     */
    public List<RouteGroup> routes() {
        return List.of(routes);
    }

    /**
     * Makes the months to come, now and from time to time, and begins to roll readings up.
     *
     * @return completes when the running month is there; fails when the database does
     */
    public Future<Void> start() {
        long timer = vertx.setPeriodic(
                MONTHS_MILLIS,
                tick -> makeAhead()
                        .onFailure(failure ->
                                LOG.warn("The months to come could not be made; tried again later", failure)));
        Runnable stopRollUps = rollUps.start(vertx);
        stop = () -> {
            vertx.cancelTimer(timer);
            stopRollUps.run();
        };
        return makeAhead();
    }

    /** Makes the months to come. */
    Future<Void> makeAhead() {
        Instant now = clock.instant();
        return database.inTransaction(transaction -> months.ensure(transaction, ReadingMonths.ahead(now)))
                .map(made -> {
                    months.remember(made);
                    return null;
                });
    }

    /**
     * Ends it.
     *
     * @return completes at once
     */
    public Future<Void> close() {
        stop.run();
        return Future.succeededFuture();
    }
}
