package org.archivevault.server.tags;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;

/** The operations {@code getPackSightings}, {@code listUnknownTags} and {@code listReadPoints}. */
final class TagRoutes implements RouteGroup {
    private static final Set<Role> READERS =
            EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.SECURITY, Role.AUDITOR);
    private static final Set<Role> KEEPERS = EnumSet.of(Role.ARCHIVIST, Role.FACILITIES, Role.SECURITY);
    /** Strange tags told at once: as many as anybody looks through. */
    private static final int MOST_TOLD = 500;

    private static final String UNKNOWN = "SELECT epc, first_seen, last_seen, times, read_point,"
            + " count(*) OVER () AS all_of_them FROM unknown_tag ORDER BY last_seen DESC, epc LIMIT $1::int";
    private static final String SCANS = "SELECT read_point, scanned_at, packs, unknown FROM read_point_scan";

    private final Database database;
    private final PackSightings sightings;
    private final TagPlaces places;

    TagRoutes(Database database, PackSightings sightings, TagPlaces places) {
        this.database = database;
        this.sightings = sightings;
        this.places = places;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("getPackSightings", READERS, this::sightings);
        routes.on("listUnknownTags", KEEPERS, context -> unknown());
        routes.on("listReadPoints", READERS, context -> readPoints());
    }

    private Future<Answer> sightings(RoutingContext context) {
        PackNo pack = Parameters.parse("packNo", context.pathParam("packNo"), PackNo::new);
        return sightings
                .of(database.reads(), pack)
                .map(found -> found.map(Answer::ok).orElseThrow(() -> Problem.of(ErrorCode.PACK_NOT_FOUND, pack)));
    }

    private Future<Answer> unknown() {
        return database.reads()
                .preparedQuery(UNKNOWN)
                .execute(Tuple.of(MOST_TOLD))
                .map(rows -> {
                    List<Map<String, Object>> tags = new ArrayList<>(rows.size());
                    long count = 0;
                    for (Row row : rows) {
                        count = row.getLong("all_of_them");
                        Map<String, Object> tag = new LinkedHashMap<>();
                        tag.put("epc", row.getString("epc"));
                        tag.put("firstSeen", row.getOffsetDateTime("first_seen"));
                        tag.put("lastSeen", row.getOffsetDateTime("last_seen"));
                        tag.put("times", row.getLong("times"));
                        tag.put("readPoint", row.getString("read_point"));
                        tags.add(tag);
                    }
                    return Answer.ok(Map.of("count", count, "tags", tags));
                });
    }

    private Future<Answer> readPoints() {
        return database.reads().preparedQuery(SCANS).execute().map(rows -> {
            Map<String, Row> scans = byPoint(rows);
            return Answer.ok(places.all().stream()
                    .sorted(Comparator.comparing(place -> place.id().value()))
                    .map(place -> readPoint(place, scans))
                    .toList());
        });
    }

    private static Map<String, Row> byPoint(RowSet<Row> rows) {
        Map<String, Row> scans = new HashMap<>();
        rows.forEach(row -> scans.put(row.getString("read_point"), row));
        return scans;
    }

    private static Map<String, Object> readPoint(TagPlaces.Place place, Map<String, Row> scans) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("readPoint", place.id());
        told.put("kind", place.kind().wireName());
        told.put("vault", place.vault());
        place.gate().ifPresent(gate -> told.put("gate", gate));
        place.face().ifPresent(face -> told.put("face", face));
        Row scan = scans.get(place.id().value());
        if (scan != null) {
            told.put("scannedAt", scan.getOffsetDateTime("scanned_at"));
            told.put("packs", scan.getInteger("packs"));
            told.put("unknown", scan.getInteger("unknown"));
        }
        return told;
    }
}
