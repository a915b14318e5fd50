package org.archivevault.server.tags;

import java.util.List;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.server.database.Database;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;

/** Puts together what the readers tell. */
public final class TagParts {
    private final TagPlaces places;
    private final TagSightings consumer;
    private final PackSightings sightings;
    private final List<RouteGroup> routes;

    /**
     * @param plan the site
     * @param database where it is kept
     */
    public TagParts(SitePlan plan, Database database) {
        this.places = new TagPlaces(plan);
        this.consumer = new TagSightings(places);
        this.sightings = new PackSightings(places);
        this.routes = List.of(new TagRoutes(database, sightings, places));
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
