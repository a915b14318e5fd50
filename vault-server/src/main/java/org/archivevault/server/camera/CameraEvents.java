package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;

/** Takes in what cameras tell, in the transaction that commits it. Nothing that a camera says can make it fail. */
final class CameraEvents implements EventConsumer {
    private final CameraPlaces places;
    private final InstantSource clock;
    private final CameraStates states = new CameraStates();
    private final Observations observations = new Observations();
    private final StillIntake stills = new StillIntake();

    CameraEvents(CameraPlaces places, InstantSource clock) {
        this.places = places;
        this.clock = clock;
    }

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        return states.take(transaction, events)
                .compose(taken -> observations.store(transaction, Observation.of(events), places))
                .compose(stored -> stills.take(transaction, StillPiece.of(events), places, clock.instant()))
                .map(Consumed.NOTHING);
    }
}
