package org.archivevault.server.inventory;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.catalogue.PackState;
import org.archivevault.server.catalogue.Placements;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.jspecify.annotations.Nullable;

/** What closed rounds have found, and how people settle it. */
final class Discrepancies {
    private static final String COLUMNS =
            "d.id, d.round, d.kind, p.pack_no, d.mark, d.pack_state, d.belongs, d.seen_face,"
                    + " d.seen_position, d.last_seen, d.resolution, d.resolved_slot, d.note, d.resolved_by, d.resolved_at";
    private static final String LIST = "SELECT " + COLUMNS + " FROM inventory_discrepancy d"
            + " LEFT JOIN pack p ON p.id = d.pack_id WHERE d.round = $1::uuid AND d.id > $2::bigint"
            + " AND ($3::text = '' OR d.kind = $3::text) AND (NOT $4::boolean OR d.resolution IS NULL)"
            + " ORDER BY d.id LIMIT $5::int";
    private static final String COUNTS = "SELECT kind, count(*), count(resolution) FROM inventory_discrepancy"
            + " WHERE round = $1::uuid GROUP BY kind";
    private static final String LOCK = "SELECT " + COLUMNS + " FROM inventory_discrepancy d"
            + " LEFT JOIN pack p ON p.id = d.pack_id WHERE d.id = $1::bigint FOR UPDATE OF d";
    private static final String LOCK_PACK = "SELECT p.state, l.position_code FROM pack p"
            + " LEFT JOIN placement l ON l.pack_id = p.id AND l.valid_to IS NULL WHERE p.pack_no = $1::text FOR UPDATE OF p";
    private static final String SETTLE =
            "UPDATE inventory_discrepancy SET resolution = $2::text, resolved_slot = $3::text,"
                    + " note = $4::text, resolved_by = $5::text, resolved_at = $6::timestamptz WHERE id = $1::bigint";

    private final Database database;
    private final Placements placements;
    private final AccessLog log;
    private final InstantSource clock;

    Discrepancies(Database database, Placements placements, AccessLog log, InstantSource clock) {
        this.database = database;
        this.placements = placements;
        this.log = log;
        this.clock = clock;
    }

    /**
     * One discrepancy.
     *
     * @param id its number; in the order of position codes
     * @param round of which round
     * @param kind missing, misplaced or unexpected
     * @param packNo the pack; null when no pack carries what was read
     * @param mark what was read, when no pack carries it
     * @param packState the pack's state when the round was closed
     * @param belongs where it belongs
     * @param seenFace where it was seen
     * @param seenPosition the very slot, when the reader knew
     * @param lastSeen when anything saw it last; null for never
     * @param settled how it was settled; null while it is open
     */
    record Discrepancy(
            long id,
            UUID round,
            String kind,
            @Nullable String packNo,
            @Nullable String mark,
            @Nullable String packState,
            @Nullable String belongs,
            @Nullable String seenFace,
            @Nullable String seenPosition,
            @Nullable OffsetDateTime lastSeen,
            @Nullable Settled settled) {}

    /**
     * How a discrepancy was settled.
     *
     * @param as how
     * @param positionCode where the pack stands since; null when its place was not changed
     * @param note what the person said besides
     * @param by who
     * @param at when
     */
    record Settled(String as, @Nullable String positionCode, String note, String by, OffsetDateTime at) {}

    /**
     * Discrepancies of a round, in the order of their numbers.
     *
     * @param round which
     * @param after those behind this number
     * @param kind only of this kind; empty for all
     * @param openOnly only those that are not settled
     * @param limit how many
     */
    Future<List<Discrepancy>> list(UUID round, long after, String kind, boolean openOnly, int limit) {
        return database.reads()
                .preparedQuery(LIST)
                .execute(Tuple.of(round, after, kind, openOnly, limit))
                .map(rows -> {
                    List<Discrepancy> found = new ArrayList<>(rows.size());
                    rows.forEach(row -> found.add(of(row)));
                    return found;
                });
    }

    /** How many of each kind there are, and how many of them are settled. */
    Future<Map<String, Map<String, Long>>> counts(UUID round) {
        return database.reads().preparedQuery(COUNTS).execute(Tuple.of(round)).map(rows -> {
            Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
            for (String kind : List.of("missing", "misplaced", "unexpected")) {
                counts.put(kind, Map.of("found", 0L, "settled", 0L));
            }
            rows.forEach(
                    row -> counts.put(row.getString(0), Map.of("found", row.getLong(1), "settled", row.getLong(2))));
            return counts;
        });
    }

    /**
     * Settles a discrepancy: places corrected, dated and logged in one transaction.
     *
     * @param id which
     * @param as how
     * @param slot where the pack was found; null when the reader knew, or it does not matter
     * @param note what the person says besides
     * @param caller who
     * @return completes with it after the commit; fails with {@code discrepancy-not-found}, {@code discrepancy-state} and
     *     the reason, or {@code slot-not-free}
     */
    Future<Discrepancy> settle(long id, Resolution as, @Nullable ShelfAddress slot, String note, Principal caller) {
        return database.promptly(tx -> lock(tx, id).compose(found -> {
            String where = slot != null ? slot.positionCode() : found.seenPosition();
            return now(tx, found).compose(pack -> {
                Optional<Bilingual> refusal = as.refusal(new Resolution.Question(
                        found.kind(), found.belongs(), pack.state(), pack.standsNow(), where, note));
                if (refusal.isPresent()) {
                    return Future.failedFuture(cannot(refusal.get()));
                }
                return act(tx, found, as, where, caller.userName())
                        .compose(stands -> settled(tx, found, as, stands, note, caller));
            });
        }));
    }

    private static Problem cannot(Bilingual why) {
        Bilingual sentence = ErrorCode.DISCREPANCY_STATE.sentence();
        return Problem.of(
                ErrorCode.DISCREPANCY_STATE,
                new Bilingual(
                        sentence.with(why.zh()).zh(), sentence.with(why.en()).en()));
    }

    private static Future<Discrepancy> lock(SqlConnection tx, long id) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.of(ErrorCode.DISCREPANCY_NOT_FOUND, id);
            }
            Discrepancy found = of(rows.iterator().next());
            Settled before = found.settled();
            if (before != null) {
                throw cannot(new Bilingual("该差异已由 {} 处理", "{} has settled it already").with(before.by()));
            }
            return found;
        });
    }

    private record PackNow(
            @Nullable PackState state, @Nullable String standsNow) {}

    private static Future<PackNow> now(SqlConnection tx, Discrepancy found) {
        String packNo = found.packNo();
        if (packNo == null) {
            return Future.succeededFuture(new PackNow(null, null));
        }
        return tx.preparedQuery(LOCK_PACK).execute(Tuple.of(packNo)).map(rows -> {
            Row row = rows.iterator().next();
            return new PackNow(PackState.of(row.getString(0)), row.getString(1));
        });
    }

    /** Corrects the records; completes with the slot where the pack stands since, if that has changed. */
    private Future<Optional<String>> act(
            SqlConnection tx, Discrepancy found, Resolution as, @Nullable String where, String by) {
        String packNo = found.packNo();
        if (packNo == null || as == Resolution.NOTED) {
            return Future.succeededFuture(Optional.empty());
        }
        PackNo pack = new PackNo(packNo);
        String why = "inventory:" + found.round();
        if (as == Resolution.MOVED && where != null) {
            return placements.put(tx, pack, ShelfAddress.parse(where), by, why).map(Optional.of(where));
        }
        if (as == Resolution.MISSING) {
            return placements.miss(tx, pack, by, why).map(Optional.empty());
        }
        return found.kind().equals("unexpected")
                ? placements.putBack(tx, pack, by, why).map(slot -> Optional.of(slot.positionCode()))
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Discrepancy> settled(
            SqlConnection tx,
            Discrepancy found,
            Resolution as,
            Optional<String> stands,
            String note,
            Principal caller) {
        OffsetDateTime at = Rounds.utc(clock.instant());
        Settled how = new Settled(as.code(), stands.orElse(null), note, caller.userName(), at);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("round", found.round());
        details.put("discrepancy", found.id());
        details.put("kind", found.kind());
        details.put("as", as.code());
        if (found.belongs() != null) {
            details.put("belongs", found.belongs());
        }
        stands.ifPresent(slot -> details.put("positionCode", slot));
        details.put("note", note);
        AccessEntry entry = AccessEntry.of(
                "inventory-settled",
                caller.userName(),
                found.packNo() != null ? "pack:" + found.packNo() : "mark:" + found.mark(),
                AccessEntry.OK,
                details);
        return tx.preparedQuery(SETTLE)
                .execute(Tuple.of(found.id(), as.code(), stands.orElse(null), note, caller.userName(), at))
                .compose(done -> log.append(tx, List.of(entry)))
                .map(new Discrepancy(
                        found.id(),
                        found.round(),
                        found.kind(),
                        found.packNo(),
                        found.mark(),
                        found.packState(),
                        found.belongs(),
                        found.seenFace(),
                        found.seenPosition(),
                        found.lastSeen(),
                        how));
    }

    private static Discrepancy of(Row row) {
        String as = row.getString(10);
        return new Discrepancy(
                row.getLong(0),
                row.getUUID(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getOffsetDateTime(9),
                as == null
                        ? null
                        : new Settled(
                                as,
                                row.getString(11),
                                row.getString(12),
                                row.getString(13),
                                row.getOffsetDateTime(14)));
    }
}
