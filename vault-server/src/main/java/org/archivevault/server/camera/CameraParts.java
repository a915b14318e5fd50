package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;

/** Puts together what the cameras tell. */
public final class CameraParts {
    private final Vertx vertx;
    private final CameraEvents events;
    private final CameraRoutes routes;
    private final CameraSweeper sweeper;
    private final PeopleSeen people;
    private Runnable stopSweeping = () -> {};

    /**
     * What it is built on.
     *
     * @param vertx carries the timers
     * @param plan which cameras there are
     * @param database the records, and the pictures
     * @param accessLog where every look at a person is recorded
     * @param settings how long what they saw is kept
     * @param alarms where a camera that cannot be believed is told of
     * @param online whether an edge says that it is there
     * @param clock the wall clock
     */
    public record Ground(
            Vertx vertx,
            SitePlan plan,
            Database database,
            AccessLog accessLog,
            CameraSettings settings,
            AlarmBook alarms,
            Predicate<EdgeId> online,
            InstantSource clock) {}

    /**
     * @param on what it is built on
     */
    public CameraParts(Ground on) {
        this.vertx = on.vertx();
        CameraPlaces places = new CameraPlaces(on.plan());
        this.events = new CameraEvents(places, on.clock());
        this.people = new PeopleSeen(places, on.clock());
        this.routes = new CameraRoutes(
                on.database(),
                on.accessLog(),
                places,
                people,
                new Stills(on.vertx(), on.database(), on.accessLog()),
                on.online(),
                on.clock());
        this.sweeper = new CameraSweeper(
                on.database(),
                new CameraWatch(places, on.alarms(), on.accessLog()),
                new StillRetention(places, on.settings(), on.accessLog()),
                on.settings(),
                on.clock());
    }

    /**
     * Takes in what the cameras tell, within the transaction that commits it.
     *
     * @return the one instance
     */
    public EventConsumer consumer() {
        return events;
    }

    /**
     * What cameras see now.
     *
     * @return the one instance
     */
    public PeopleSeen people() {
        return people;
    }

    /**
     * The operations of the contract fragment {@code camera}.
     *
     * @return the routes
     */
    public RouteGroup routes() {
        return routes;
    }

    CameraSweeper sweeper() {
        return sweeper;
    }

    /** Begins to look after cameras and stills. */
    public void start() {
        stopSweeping = sweeper.start(vertx);
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
