package org.archivevault.server.inventory;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;

/** How much of what should be on the shelves has been seen lately by a reader, a hand-held or a gate. */
final class Coverage {
    private static final String FACES =
            "SELECT left(l.position_code, -" + Round.SLOT_CHARACTERS + ") AS face, count(*),"
                    + " count(*) FILTER (WHERE s.seen_at >= $1::timestamptz) FROM placement l"
                    + " LEFT JOIN pack_sighting s ON s.pack_id = l.pack_id WHERE l.valid_to IS NULL GROUP BY 1 ORDER BY 1";
    private static final String UNSEEN = "SELECT p.pack_no, l.position_code, s.seen_at FROM placement l"
            + " JOIN pack p ON p.id = l.pack_id LEFT JOIN pack_sighting s ON s.pack_id = l.pack_id"
            + " WHERE l.valid_to IS NULL AND l.position_code > $2::text AND l.position_code < $3::text"
            + " AND (s.seen_at IS NULL OR s.seen_at < $1::timestamptz) ORDER BY l.position_code LIMIT $4::int";

    private final Database database;
    private final InstantSource clock;

    Coverage(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A share of packs.
     *
     * @param place a face, a block, or empty for all
     * @param packs how many should stand there
     * @param seen how many of them have been seen lately
     */
    record Share(String place, long packs, long seen) {
        /** In percent, rounded down, so that 100 means all of them; 100 when there are none. */
        double percent() {
            return packs == 0 ? 100 : Math.floor(seen * 1000.0 / packs) / 10;
        }

        Map<String, Object> view(String name) {
            Map<String, Object> view = new LinkedHashMap<>();
            if (!place.isEmpty()) {
                view.put(name, place);
            }
            view.put("packs", packs);
            view.put("seen", seen);
            view.put("percent", percent());
            return view;
        }

        Share plus(Share other) {
            return new Share(place, packs + other.packs, seen + other.seen);
        }
    }

    /**
     * A pack that has not been seen lately.
     *
     * @param packNo the pack
     * @param positionCode where it should stand
     * @param lastSeen when it was seen last; null for never
     */
    record Unseen(
            String packNo, String positionCode, @Nullable OffsetDateTime lastSeen) {}

    /** The share of each face. A walk over all packs: not on the pipelined connections, where it would hold up others. */
    Future<List<Share>> faces(int days) {
        return database.inTransaction(tx -> tx.preparedQuery(FACES)
                .execute(Tuple.of(since(days)))
                .map(rows -> {
                    List<Share> shares = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        shares.add(new Share(row.getString(0), row.getLong(1), row.getLong(2)));
                    }
                    return shares;
                }));
    }

    /** The shares of faces summed to blocks, in their order. */
    static List<Share> blocks(List<Share> faces) {
        Map<String, Share> blocks = new LinkedHashMap<>();
        for (Share face : faces) {
            String block = face.place().substring(0, face.place().lastIndexOf('-'));
            blocks.merge(block, new Share(block, face.packs(), face.seen()), Share::plus);
        }
        return List.copyOf(blocks.values());
    }

    /**
     * Packs that have not been seen lately, in the order of their places.
     *
     * @param days how many days "lately" is
     * @param scope where; null for everywhere
     * @param after those behind this position code; empty for the first
     * @param limit how many
     */
    Future<List<Unseen>> unseen(int days, @Nullable Scope scope, String after, int limit) {
        String from = scope == null || after.compareTo(scope.from()) > 0 ? after : scope.from();
        String to = scope == null ? "~" : scope.to();
        return database.inTransaction(tx -> tx.preparedQuery(UNSEEN)
                .execute(Tuple.of(since(days), from, to, limit))
                .map(rows -> {
                    List<Unseen> unseen = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        unseen.add(new Unseen(row.getString(0), row.getString(1), row.getOffsetDateTime(2)));
                    }
                    return unseen;
                }));
    }

    private OffsetDateTime since(int days) {
        return Rounds.utc(clock.instant().minus(Duration.ofDays(days)));
    }
}
