package org.archivevault.server.mirror;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.archivevault.server.climate.ReadingFeed;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.RouteGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the mirror together, if there is one. */
public final class MirrorParts {
    private static final Logger LOG = LoggerFactory.getLogger(MirrorParts.class);
    private static final String FORGET = "DELETE FROM reading_cursor WHERE consumer = $1::text";

    private final Database database;
    private final @Nullable Mirror mirror;

    /**
     * @param vertx carries it
     * @param settings where to; null for no mirror
     * @param database where the readings are
     * @param feed hands them on
     * @param clock the wall clock
     */
    public MirrorParts(
            Vertx vertx, @Nullable InfluxSettings settings, Database database, ReadingFeed feed, InstantSource clock) {
        this.database = database;
        this.mirror = settings == null
                ? null
                : new Mirror(
                        vertx,
                        database,
                        feed,
                        InfluxSink.of(settings, clock),
                        settings.url(),
                        clock,
                        new SplittableRandom());
    }

    /**
     * Whether readings reach the mirror, or there is none.
     *
     * @return false while they do not
     */
    public boolean isFine() {
        return mirror == null || mirror.status().state().isFine();
    }

    /**
     * The operation of the contract fragment {@code mirror}.
     *
     * @return the routes
     */
    public List<RouteGroup> routes() {
        return List.of(new MirrorRoutes(mirror));
    }

    /**
     * Begins to send. Without a mirror: forgets how far an earlier one had come, so that no month is kept for it; one
     * configured again begins with the oldest reading.
     *
     * @return completes at once with a mirror, else when that is forgotten; fails when the database does
     */
    public Future<Void> start() {
        if (mirror != null) {
            mirror.start();
            return Future.succeededFuture();
        }
        return database.reads()
                .preparedQuery(FORGET)
                .execute(Tuple.of(Mirror.CONSUMER))
                .map(gone -> {
                    if (gone.rowCount() > 0) {
                        LOG.info("No InfluxDB is configured any more; how far its mirror had come is forgotten");
                    }
                    return null;
                });
    }

    /**
     * Ends it.
     *
     * @return completes when nothing is sent any more
     */
    public Future<Void> close() {
        return mirror == null ? Future.succeededFuture() : mirror.close();
    }
}
