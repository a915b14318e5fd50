package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.alarm.AlarmBook;
import org.archivevault.server.camera.PeopleSeen;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.shelving.Motion;

/** Puts rounds, disinfection and ventilation together. */
public final class RoundParts {
    private final Vertx vertx;
    private final RoundDesk desk;
    private final RoundRoutes routes;
    private final RoundSweeper sweeper;
    private final SpreadEvents events = new SpreadEvents();
    private Runnable stopSweeping = () -> {};

    /**
     * What it is built on.
     *
     * @param vertx carries the timers
     * @param plan which vaults, zones and blocks there are
     * @param database the records
     * @param accessLog where every step is recorded
     * @param settings the site's time zone
     * @param alarms where what is overdue is told of
     * @param obstacles what forbids to spread the carriages of a block now
     * @param motion the one way to a command that moves; empty while there is none
     * @param people what cameras see now
     * @param clock the wall clock
     * @param ids makes ids of runs
     */
    public record Ground(
            Vertx vertx,
            SitePlan plan,
            Database database,
            AccessLog accessLog,
            RoundSettings settings,
            AlarmBook alarms,
            Function<BlockId, List<Obstacle>> obstacles,
            Supplier<Optional<Motion>> motion,
            PeopleSeen people,
            InstantSource clock,
            Supplier<UUID> ids) {}

    /**
     * @param on what it is built on
     */
    public RoundParts(Ground on) {
        this.vertx = on.vertx();
        OverdueAlarms alarms = new OverdueAlarms(on.alarms());
        VentilationDesk ventilation = new VentilationDesk(on.plan(), on.obstacles(), on.people());
        this.desk = new RoundDesk(
                on.plan(),
                on.database(),
                on.accessLog(),
                ventilation,
                new Spreading(ventilation, on.motion(), on.accessLog()),
                alarms,
                on.settings(),
                on.clock(),
                on.ids());
        this.routes = new RoundRoutes(desk, ventilation, on.database(), on.clock());
        this.sweeper = new RoundSweeper(on.database(), on.accessLog(), alarms, on.clock());
    }

    /**
     * The operations of the contract fragment {@code round}.
     *
     * @return the routes
     */
    public RouteGroup routes() {
        return routes;
    }

    /**
     * Takes in where carriages came to rest.
     *
     * @return comes after the consumer that locks the blocks
     */
    public EventConsumer consumer() {
        return events;
    }

    RoundDesk desk() {
        return desk;
    }

    RoundSweeper sweeper() {
        return sweeper;
    }

    /** Begins to look for what is overdue. */
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
