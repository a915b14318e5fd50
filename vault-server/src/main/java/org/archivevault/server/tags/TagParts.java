package org.archivevault.server.tags;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;

/** Puts together what the readers tell. */
public final class TagParts {
    private final TagPlaces places;
    private final TagSightings consumer;
    private final PackSightings sightings;
    private final AlarmBook alarms;
    private final List<RouteGroup> routes;

    /**
     * @param plan the site
     * @param database where it is kept
     * @param accessLog where what people do with alarms is recorded
     * @param clock the wall clock
     * @param ids makes ids of alarms
     */
    public TagParts(SitePlan plan, Database database, AccessLog accessLog, InstantSource clock, Supplier<UUID> ids) {
        this.places = new TagPlaces(plan);
        this.consumer = new TagSightings(places);
        this.sightings = new PackSightings(places);
        AlarmFeed feed = new AlarmFeed();
        this.alarms = new AlarmBook(database, accessLog, feed, clock, ids);
        this.routes = List.of(new TagRoutes(database, sightings, places), new AlarmRoutes(alarms, feed));
    }

    /**
     * The read points of the plan.
     *
     * @return the one instance
     */
    public TagPlaces places() {
        return places;
    }

    /**
     * Where packs were seen.
     *
     * @return the one instance
     */
    public PackSightings sightings() {
        return sightings;
    }

    /**
     * Alarms about packs.
     *
     * @return the one instance
     */
    public AlarmBook alarms() {
        return alarms;
    }

    /**
     * Keeps where each pack was last seen.
     *
     * @return the one instance
     */
    public EventConsumer consumer() {
        return consumer;
    }

    /**
     * The operations of the contract fragment {@code tags}.
     *
     * @return the routes
     */
    public List<RouteGroup> routes() {
        return routes;
    }
}
