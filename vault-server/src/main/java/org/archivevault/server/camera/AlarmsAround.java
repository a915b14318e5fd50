package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;

/** Which cameras may have seen what an alarm is about, and what they saw. */
final class AlarmsAround {
    private static final String ALARM = "SELECT a.id, a.kind, a.subject, a.place, a.happened_at, p.position_code"
            + " FROM alarm a LEFT JOIN pack p"
            + " ON p.pack_no = CASE WHEN starts_with(a.subject, 'pack:') THEN substr(a.subject, 6) END WHERE a.id = $1::uuid";

    private final Database database;
    private final CameraPlaces places;
    private final Stills stills;
    private final Observations observations = new Observations();

    AlarmsAround(Database database, CameraPlaces places, Stills stills) {
        this.database = database;
        this.places = places;
        this.stills = stills;
    }

    /**
     * Where an alarm is about, as far as its words say: a gate, a zone, a sensor, a camera, a face; or nowhere.
     *
     * @param subject for example {@code pack:P-1} or {@code sensor:north-1}
     * @param place a gate, a zone, a face, or anything
     */
    static Around place(CameraPlaces places, String subject, String place) {
        return places.vaultOfGate(place)
                .map(Around::vault)
                .or(() -> ofSubject(places, subject))
                .or(() -> parsed(place, FaceId::parse).map(face -> Around.aisle(face.block(), null)))
                .or(() -> parsed(place, BlockId::parse).map(block -> Around.aisle(block, null)))
                .or(() -> parsed(place, ZoneId::new).filter(places::hasZone).map(Around::zone))
                .orElse(Around.NOWHERE);
    }

    private static Optional<Around> ofSubject(CameraPlaces places, String subject) {
        int colon = subject.indexOf(':');
        String what = subject.substring(0, Math.max(colon, 0));
        String name = subject.substring(colon + 1);
        return switch (what) {
            case "camera" ->
                parsed(name, CameraId::new)
                        .map(camera -> Around.camera(camera, places.of(camera).map(CameraPlaces.Place::zone)));
            case "sensor" -> parsed(name, SensorId::new).flatMap(places::zoneOf).map(Around::zone);
            case "zone" -> parsed(name, ZoneId::new).map(Around::zone);
            default -> Optional.empty();
        };
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static <T> Optional<T> parsed(String text, Parser<T> parser) {
        try {
            return Optional.of(parser.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Those alarms that are about the pack, or about a place that one of the cameras near the block sees closely. */
    static List<Evidence.AlarmNear> near(
            List<Evidence.AlarmNear> all,
            CameraPlaces places,
            List<CameraPlaces.Near> near,
            BlockId block,
            Optional<String> pack) {
        Set<CameraId> cameras = near.stream().map(n -> n.place().id()).collect(Collectors.toSet());
        return all.stream()
                .filter(alarm ->
                        pack.map(no -> alarm.subject().equals("pack:" + no)).orElse(false)
                                || isNear(place(places, alarm.subject(), alarm.place()), places, cameras, block))
                .toList();
    }

    private static boolean isNear(Around around, CameraPlaces places, Set<CameraId> cameras, BlockId block) {
        return block.equals(around.block())
                || block.vault().equals(around.vault())
                || (around.zone() != null
                        && places.zoneOf(block).map(around.zone()::equals).orElse(false))
                || (around.camera() != null && cameras.contains(around.camera()));
    }

    /**
     * The stills around an alarm.
     *
     * @param id which alarm
     * @return completes with it, the cameras that may have seen it, what they noticed, and their stills; fails with
     *     {@code alarm-not-found}, or when the database does
     */
    Future<Map<String, Object>> stillsOf(UUID id) {
        SqlClient client = database.reads();
        return client.preparedQuery(ALARM).execute(Tuple.of(id)).compose(rows -> {
            if (rows.size() == 0) {
                return Future.failedFuture(Problem.of(ErrorCode.ALARM_NOT_FOUND, id));
            }
            Row row = rows.iterator().next();
            Window window = Window.around(row.getOffsetDateTime("happened_at").toInstant());
            List<CameraPlaces.Near> near = places.near(around(row));
            List<CameraId> cameras = near.stream().map(n -> n.place().id()).toList();
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("alarm", id);
            told.put("kind", row.getString("kind"));
            told.put("happenedAt", row.getOffsetDateTime("happened_at"));
            told.put("from", window.from());
            told.put("to", window.to());
            return new Evidence(client, places)
                    .cameras(near, window)
                    .compose(found -> {
                        told.put("cameras", found);
                        return observations.within(client, cameras, window, Evidence.MOST);
                    })
                    .compose(seen -> {
                        told.put("observations", seen);
                        List<String> ids = seen.stream()
                                .map(Observations.Noticed::observation)
                                .toList();
                        return stills.within(client, cameras, window, ids, Evidence.MOST);
                    })
                    .map(found -> {
                        told.put("stills", found);
                        return told;
                    });
        });
    }

    /** Where the alarm's words say; and for a pack that they do not place, where it stands. */
    private Around around(Row row) {
        Around said = place(places, row.getString("subject"), row.getString("place"));
        String position = row.getString("position_code");
        if (!said.equals(Around.NOWHERE) || position == null) {
            return said;
        }
        return parsed(position, org.archivevault.protocol.address.ShelfAddress::parse)
                .map(slot -> Around.aisle(slot.block(), slot.aisleNumber()))
                .orElse(Around.NOWHERE);
    }
}
