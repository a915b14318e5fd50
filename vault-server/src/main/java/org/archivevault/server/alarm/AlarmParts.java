package org.archivevault.server.alarm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;

/** Puts the alarms of the house together: one book for all who raise them. */
public final class AlarmParts {
    private final Vertx vertx;
    private final AlarmBook book;
    private final AlarmRoutes routes;
    private final AlarmSweeper sweeper;
    private final DeviceAlarms devices;
    private final TagFloodAlarms tagFloods;
    private Runnable stopSweeping = () -> {};

    /**
     * @param vertx carries the timer
     * @param database where they are kept
     * @param accessLog where each step is recorded
     * @param clock the wall clock
     * @param ids makes ids of alarms
     * @param announcer tells people who do not look at a screen
     */
    public AlarmParts(
            Vertx vertx,
            Database database,
            AccessLog accessLog,
            InstantSource clock,
            Supplier<UUID> ids,
            Announcer announcer) {
        this.vertx = vertx;
        AlarmFeed feed = new AlarmFeed();
        AlarmMoves moves = new AlarmMoves(announcer);
        this.book = new AlarmBook(moves, feed, clock, ids);
        this.devices = new DeviceAlarms(book);
        this.tagFloods = new TagFloodAlarms(book);
        this.routes = new AlarmRoutes(
                new AlarmDesk(database, accessLog, moves, feed, clock), new AlarmLook(database, clock), feed);
        this.sweeper = new AlarmSweeper(database, accessLog, moves, feed, clock);
    }

    /**
     * Where alarms are raised.
     *
     * @return the one instance
     */
    public AlarmBook book() {
        return book;
    }

    /**
     * Raises what the edges tell of devices that do not work.
     *
     * @return the one instance
     */
    public EventConsumer devices() {
        return devices;
    }

    /**
     * Raises what the edges tell of tags that they withhold because there are too many.
     *
     * @return the one instance
     */
    public EventConsumer tagFloods() {
        return tagFloods;
    }

    /**
     * The operations of the contract fragment {@code alarm}.
     *
     * @return the routes
     */
    public RouteGroup routes() {
        return routes;
    }

    /**
     * Begins to watch the times of alarms.
     *
     * @return completes at once
     */
    public Future<Void> start() {
        stopSweeping = sweeper.start(vertx);
        return Future.succeededFuture();
    }

    /**
     * Ends it.
     *
     * @return completes at once
     */
    public Future<Void> close() {
        stopSweeping.run();
        return Future.succeededFuture();
    }
}
