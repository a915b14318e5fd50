package org.archivevault.server.tags;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.jspecify.annotations.Nullable;

/** Reads where a pack's tag was seen, and whether that is where it belongs. */
public final class PackSightings {
    /** Movements told of one pack: a page. */
    private static final int NEWEST_MOVEMENTS = 50;

    private static final String LAST = "SELECT p.id, p.pack_no, p.epc, p.state, l.position_code, s.seen_at,"
            + " s.read_point, s.kind, s.face, s.present, s.rssi_dbm, s.tid FROM pack p"
            + " LEFT JOIN LATERAL (SELECT position_code FROM placement WHERE pack_id = p.id"
            + " ORDER BY valid_from DESC LIMIT 1) l ON true"
            + " LEFT JOIN pack_sighting s ON s.pack_id = p.id WHERE p.pack_no = $1::text";
    private static final String MOVEMENTS = "SELECT at, what, read_point, face, detail FROM tag_movement"
            + " WHERE pack_id = $1::bigint ORDER BY at DESC LIMIT $2::int";

    private final TagPlaces places;

    /**
     * @param places the read points of the plan
     */
    public PackSightings(TagPlaces places) {
        this.places = places;
    }

    /**
     * A pack and where its tag was seen.
     *
     * @param packNo the pack
     * @param epc what its tag answers; null when it has none
     * @param place whether it is where it belongs
     * @param lastSeen where it was read last; null when it never was
     * @param movements what its tag did, the newest first
     */
    public record Seen(
            PackNo packNo,
            @Nullable String epc,
            TagCheck place,
            @Nullable LastRead lastSeen,
            List<Movement> movements) {}

    /**
     * Where a tag was read last.
     *
     * @param at when, on the edge's clock
     * @param readPoint the read point, or the gate
     * @param kind shelf, desk, gate or hand-held
     * @param face the face, for a shelf
     * @param present whether it is there still, as far as the reader tells
     * @param rssiDbm how strong; null when the reader does not tell
     * @param tid its TID; null when the reader does not read it
     */
    public record LastRead(
            OffsetDateTime at,
            String readPoint,
            String kind,
            @Nullable FaceId face,
            boolean present,
            @Nullable Integer rssiDbm,
            @Nullable String tid) {}

    /**
     * Something that a tag did.
     *
     * @param at when, on the edge's clock
     * @param what arrived, moved, departed, gate-in, gate-out, gate-unknown
     * @param readPoint where
     * @param face the face, for a shelf
     * @param detail more, for people; may be empty
     */
    public record Movement(
            OffsetDateTime at,
            String what,
            String readPoint,
            @Nullable FaceId face,
            String detail) {}

    /**
     * Looks a pack up.
     *
     * @param client where to look
     * @param pack its number
     * @return completes with it, or empty when there is no such pack; fails when the database does
     */
    public Future<Optional<Seen>> of(SqlClient client, PackNo pack) {
        return client.preparedQuery(LAST).execute(Tuple.of(pack.value())).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(Optional.empty());
            }
            Row row = rows.iterator().next();
            return client.preparedQuery(MOVEMENTS)
                    .execute(Tuple.of(row.getLong("id"), NEWEST_MOVEMENTS))
                    .map(movements -> Optional.of(
                            new Seen(pack, row.getString("epc"), check(row), lastRead(row), movements(movements))));
        });
    }

    /**
     * Whether a pack is where it belongs.
     *
     * @param client where to look; inside a transaction as of that moment
     * @param pack its number
     * @return completes with what the tags say; fails when the database does
     */
    public Future<TagCheck> check(SqlClient client, PackNo pack) {
        return client.preparedQuery(LAST)
                .execute(Tuple.of(pack.value()))
                .map(rows -> rows.size() == 0
                        ? TagCheck.of(Optional.empty(), Optional.empty(), false)
                        : check(rows.iterator().next()));
    }

    private TagCheck check(Row row) {
        Optional<ShelfAddress> belongs =
                Optional.ofNullable(row.getString("position_code")).map(ShelfAddress::parse);
        LastRead last = lastRead(row);
        Optional<FaceId> seen =
                Optional.ofNullable(last).filter(LastRead::present).flatMap(read -> Optional.ofNullable(read.face()));
        boolean watched = belongs.map(FaceId::of).flatMap(places::shelf).isPresent();
        return TagCheck.of(belongs, seen, watched);
    }

    private static @Nullable LastRead lastRead(Row row) {
        OffsetDateTime at = row.getOffsetDateTime("seen_at");
        if (at == null) {
            return null;
        }
        Short rssi = row.getShort("rssi_dbm");
        return new LastRead(
                at,
                row.getString("read_point"),
                row.getString("kind"),
                face(row.getString("face")),
                row.getBoolean("present"),
                rssi == null ? null : rssi.intValue(),
                row.getString("tid"));
    }

    private static List<Movement> movements(RowSet<Row> rows) {
        List<Movement> movements = new ArrayList<>(rows.size());
        for (Row row : rows) {
            movements.add(new Movement(
                    row.getOffsetDateTime("at"),
                    row.getString("what"),
                    row.getString("read_point"),
                    face(row.getString("face")),
                    row.getString("detail")));
        }
        return movements;
    }

    private static @Nullable FaceId face(@Nullable String text) {
        return text == null ? null : FaceId.parse(text);
    }
}
