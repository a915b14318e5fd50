package org.archivevault.server.tags;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.protocol.event.EdgeEvent.ReadPointScanned;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.ReadPointId;
import org.archivevault.server.edge.Happened;
import org.archivevault.server.tags.LastSeen.Scan;

/** Gathers the parts of scans. What is complete within one batch touches no table; the rest waits for its other parts. */
final class ScanParts {
    private static final String KEEP = "INSERT INTO scan_part (read_point, scan, part, parts, at, epcs) VALUES"
            + " ($1::text, $2::uuid, $3::int, $4::int, $5::timestamptz, $6::text[]) ON CONFLICT DO NOTHING";
    // A newer scan replaces the belief, so parts of an older one are waste.
    private static final String DROP_OTHERS =
            "DELETE FROM scan_part WHERE read_point = $1::text AND scan <> $2::uuid AND at <= $3::timestamptz";
    private static final String KEPT =
            "SELECT part, parts, epcs FROM scan_part WHERE read_point = $1::text AND scan = $2::uuid ORDER BY part";
    private static final String DROP = "DELETE FROM scan_part WHERE read_point = $1::text AND scan = $2::uuid";

    private final TagPlaces places;

    ScanParts(TagPlaces places) {
        this.places = places;
    }

    private record Key(ReadPointId point, UUID scan) {}

    /** The parts of one scan that one batch brought. */
    private static final class Group {
        private final TreeMap<Integer, List<Epc>> parts = new TreeMap<>();
        private int of;
        private long scanMillis;
        private Instant at = Instant.MIN;

        void add(Happened happened, ReadPointScanned part) {
            parts.put(part.part(), part.present());
            of = part.parts();
            scanMillis = part.scanMillis();
            at = happened.at().isAfter(at) ? happened.at() : at;
        }

        List<String> epcs() {
            return parts.values().stream().flatMap(List::stream).map(Epc::value).toList();
        }
    }

    /**
     * Takes parts in.
     *
     * @param transaction the transaction that commits them
     * @param events any events
     * @return completes with the scans that are complete now, in order; fails when the database does
     */
    Future<List<Scan>> gather(SqlConnection transaction, List<Happened> events) {
        Map<Key, Group> groups = new LinkedHashMap<>();
        for (Happened happened : events) {
            if (happened.event() instanceof ReadPointScanned part) {
                groups.computeIfAbsent(new Key(part.readPoint(), part.scan()), key -> new Group())
                        .add(happened, part);
            }
        }
        List<Scan> complete = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (Map.Entry<Key, Group> each : groups.entrySet()) {
            done = done.compose(before -> gather(transaction, each.getKey(), each.getValue()))
                    .map(scan -> {
                        scan.ifPresent(complete::add);
                        return null;
                    });
        }
        return done.map(complete);
    }

    private Future<Optional<Scan>> gather(SqlConnection transaction, Key key, Group group) {
        if (group.parts.size() == group.of) {
            return Future.succeededFuture(Optional.of(scan(key, group, group.epcs())));
        }
        String point = key.point().value();
        List<Tuple> rows = new ArrayList<>();
        group.parts.forEach((part, epcs) -> rows.add(Tuple.tuple()
                .addString(point)
                .addUUID(key.scan())
                .addInteger(part)
                .addInteger(group.of)
                .addOffsetDateTime(LastSeen.utc(group.at))
                .addArrayOfString(epcs.stream().map(Epc::value).toArray(String[]::new))));
        return transaction
                .preparedQuery(KEEP)
                .executeBatch(rows)
                .compose(kept -> transaction
                        .preparedQuery(DROP_OTHERS)
                        .execute(Tuple.of(point, key.scan(), LastSeen.utc(group.at))))
                .compose(dropped -> transaction.preparedQuery(KEPT).execute(Tuple.of(point, key.scan())))
                .compose(parts -> {
                    if (parts.size() < group.of) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    List<String> epcs = new ArrayList<>();
                    for (Row row : parts) {
                        epcs.addAll(List.of(row.getArrayOfStrings("epcs")));
                    }
                    return transaction
                            .preparedQuery(DROP)
                            .execute(Tuple.of(point, key.scan()))
                            .map(Optional.of(scan(key, group, epcs)));
                });
    }

    private Scan scan(Key key, Group group, List<String> epcs) {
        Optional<TagPlaces.Place> place = places.of(key.point());
        return new Scan(
                key.point().value(),
                place.map(TagPlaces.Place::sightingKind).orElse(ReadPointKind.SHELF.wireName()),
                place.flatMap(TagPlaces.Place::face).orElse(null),
                group.at,
                group.scanMillis,
                epcs);
    }
}
