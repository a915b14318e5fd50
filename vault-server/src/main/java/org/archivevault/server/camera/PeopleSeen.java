package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.CameraId;

/**
 * What cameras see now, as far as the records say. It may only ever add a reason against something; whether an aisle is
 * empty is for the edge to judge, and it never asks here.
 */
public final class PeopleSeen {
    /** Something whose end was never told counts as gone after that long without a word: whoever works reads more often. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

    private static final int MOST = 500;

    private final CameraPlaces places;
    private final InstantSource clock;
    private final Observations observations = new Observations();

    PeopleSeen(CameraPlaces places, InstantSource clock) {
        this.places = places;
        this.clock = clock;
    }

    Future<List<Observations.Noticed>> goingOn(SqlClient client, Collection<CameraId> cameras) {
        return observations.goingOn(client, cameras, clock.instant().minus(FORGOTTEN_AFTER), MOST);
    }

    /**
     * Who or what is seen around a block now: in its aisles, or in the zone where it stands.
     *
     * @param client where to look
     * @param block the block
     * @return completes with the names of the cameras that see something; empty when none does. Fails when the database
     *     does
     */
    public Future<List<CameraId>> around(SqlClient client, BlockId block) {
        List<CameraId> cameras = places.near(Around.aisle(block, null)).stream()
                .filter(near -> near.nearness() != Nearness.SAME_VAULT)
                .map(near -> near.place().id())
                .toList();
        return goingOn(client, cameras)
                .map(seen -> seen.stream()
                        .map(noticed -> new CameraId(noticed.camera()))
                        .distinct()
                        .toList());
    }
}
