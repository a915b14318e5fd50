package org.archivevault.server.preservation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.server.climate.ReadingFeed;
import org.archivevault.server.climate.ReadingSweeper;
import org.archivevault.server.climate.StoredReading;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.RouteGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the preservation figures together: takes readings from the feed, keeps hours, answers. */
public final class PreservationParts {
    /** Under this name the feed remembers what has been taken. */
    static final String CONSUMER = "preservation";

    private static final Logger LOG = LoggerFactory.getLogger(PreservationParts.class);
    /** Readings taken in one transaction: some seconds of a large site, a tenth of a second of work. */
    private static final int READINGS_AT_ONCE = 10_000;
    /** Between two times that old sums are deleted. */
    private static final long FORGET_MILLIS = TimeUnit.HOURS.toMillis(12);

    private final Vertx vertx;
    private final SitePlan plan;
    private final Database database;
    private final InstantSource clock;
    private final HourBook book = new HourBook();
    private final ZoneRegister register;
    private final ReadingSweeper sweeper;
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
        this.sweeper = new ReadingSweeper(database, feed, CONSUMER, READINGS_AT_ONCE, this::take);
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
            endings.add(sweeper.start(vertx));
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
    Future<Integer> sweep() {
        return sweeper.sweep();
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

    private Future<Integer> take(SqlConnection transaction, List<StoredReading> readings) {
        return book.take(transaction, samples(readings), clock.instant()).onSuccess(leftOut -> {
            if (leftOut > 0) {
                LOG.info("{} readings are older than {} and change no figure", leftOut, PartSums.KEPT);
            }
        });
    }

    /** What counts: good temperatures and humidities of a zone. Kept-back ones too, since they tell of the past. */
    static List<Sample> samples(List<StoredReading> readings) {
        List<Sample> samples = new ArrayList<>(readings.size());
        for (StoredReading stored : readings) {
            Reading reading = stored.reading();
            ZoneId zone = stored.zone();
            boolean figure = reading.quantity() == Quantity.TEMPERATURE || reading.quantity() == Quantity.HUMIDITY;
            if (zone != null && figure && reading.quality() == Quality.GOOD) {
                samples.add(new Sample(
                        zone.value(), reading.sensor().value(), reading.quantity(), reading.at(), reading.value()));
            }
        }
        return samples;
    }
}
