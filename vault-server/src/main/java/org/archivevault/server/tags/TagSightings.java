package org.archivevault.server.tags;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;
import org.archivevault.server.tags.LastSeen.Scan;

/** Keeps where each pack was last seen. A tag that is no pack's is counted and never an error. */
public final class TagSightings implements EventConsumer {
    private final TagPlaces places;
    private final ScanParts scans;
    private final LastSeen lastSeen = new LastSeen();

    /**
     * @param places the read points of the plan
     */
    public TagSightings(TagPlaces places) {
        this.places = places;
        this.scans = new ScanParts(places);
    }

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        List<Sighting> moved = events.stream()
                .flatMap(happened -> Sighting.of(happened, places).stream())
                .toList();
        Future<Void> seen = moved.isEmpty() ? Future.succeededFuture() : lastSeen.see(transaction, moved);
        return seen.compose(done -> scans.gather(transaction, events))
                .compose(complete -> write(transaction, complete))
                .map(Consumed.NOTHING);
    }

    private Future<Void> write(SqlConnection transaction, List<Scan> complete) {
        Future<Void> done = Future.succeededFuture();
        for (Scan scan : complete) {
            done = done.compose(before -> lastSeen.scanned(transaction, scan));
        }
        return done;
    }
}
