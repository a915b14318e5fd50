package org.archivevault.server.putaway;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/**
 * Proposes slots and puts packs into them. Slots are filled in sequence, in the order of their codes over all blocks of
 * the plan; none is reserved for anybody (proposals bind nothing: who places first has the slot).
 */
public final class PutAways {
    private static final String NEXT_FREE =
            "SELECT position_code FROM slot WHERE free AND in_plan ORDER BY position_code LIMIT $1::int";
    private static final String TAKE_NEXT_FREE = "SELECT position_code FROM slot WHERE free AND in_plan"
            + " ORDER BY position_code LIMIT 1 FOR UPDATE SKIP LOCKED";
    private static final String FIND_PACK = "SELECT p.pack_no, p.state, l.position_code FROM pack p"
            + " LEFT JOIN placement l ON l.pack_id = p.id AND l.valid_to IS NULL"
            + " WHERE p.pack_no = $1::text OR p.barcode = $2::text FOR UPDATE OF p";

    private final Database database;
    private final Placements placements;
    private final AccessLog log;

    /**
     * @param database where the slots are
     * @param placements writes the history
     * @param log records each put-away
     */
    public PutAways(Database database, Placements placements, AccessLog log) {
        this.database = database;
        this.placements = placements;
        this.log = log;
    }

    /**
     * A put-away that was done.
     *
     * @param packNo the pack
     * @param positionCode where it stands now
     */
    public record Done(String packNo, String positionCode) {}

    /**
     * A put-away that is wanted.
     *
     * @param packNo the pack; null when the bar code is given
     * @param barcode the bar code on it; null when the number is given
     * @param slot where to; null for the next free slot
     * @param move whether a pack that stands elsewhere may be moved
     */
    public record Wanted(
            @Nullable String packNo,
            @Nullable String barcode,
            @Nullable ShelfAddress slot,
            boolean move) {
        public Wanted {
            if ((packNo == null) == (barcode == null)) {
                throw new IllegalArgumentException("either packNo or barcode");
            }
        }
    }

    /**
     * The next free slots.
     *
     * @param count how many, 1–500
     * @return completes with as many codes as are free, at most {@code count}; fails with {@code shelves-full} when there
     *     is none
     */
    public Future<List<String>> propose(int count) {
        return database.reads()
                .preparedQuery(NEXT_FREE)
                .execute(Tuple.of(count))
                .map(rows -> {
                    List<String> codes = new ArrayList<>(rows.size());
                    rows.forEach(row -> codes.add(row.getString(0)));
                    if (codes.isEmpty()) {
                        throw Problem.of(ErrorCode.SHELVES_FULL);
                    }
                    return codes;
                });
    }

    /**
     * Puts a pack into a slot, dated and logged in one transaction.
     *
     * @param wanted what
     * @param caller who
     * @return completes after the commit; fails with {@code pack-not-found}, {@code pack-on-shelf} (unless it is a move),
     *     {@code pack-out} (it must come back by its return check), {@code slot-not-free} or {@code shelves-full}
     */
    public Future<Done> place(Wanted wanted, Principal caller) {
        return database.inTransaction(tx -> find(tx, wanted)
                .compose(pack -> slot(tx, wanted)
                        .compose(slot -> placements
                                .put(
                                        tx,
                                        new PackNo(pack.packNo()),
                                        slot,
                                        caller.userName(),
                                        pack.moves() ? "move" : "put-away")
                                .compose(put -> log.append(tx, List.of(entry(pack, slot, caller))))
                                .map(new Done(pack.packNo(), slot.positionCode())))));
    }

    private record Found(String packNo, @Nullable String from) {
        boolean moves() {
            return from != null;
        }
    }

    private static Future<Found> find(SqlConnection tx, Wanted wanted) {
        return tx.preparedQuery(FIND_PACK)
                .execute(Tuple.of(wanted.packNo(), wanted.barcode()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.of(
                                ErrorCode.PACK_NOT_FOUND,
                                Optional.ofNullable(wanted.packNo()).orElse(String.valueOf(wanted.barcode())));
                    }
                    Row row = rows.iterator().next();
                    String packNo = row.getString(0);
                    PackState state = PackState.of(row.getString(1));
                    if (state == PackState.OUT) {
                        throw Problem.of(ErrorCode.PACK_OUT, packNo);
                    }
                    String from = row.getString(2);
                    if (state == PackState.ON_SHELF && !wanted.move()) {
                        throw Problem.of(ErrorCode.PACK_ON_SHELF, packNo, String.valueOf(from));
                    }
                    return new Found(packNo, from);
                });
    }

    private static Future<ShelfAddress> slot(SqlConnection tx, Wanted wanted) {
        if (wanted.slot() != null) {
            return Future.succeededFuture(wanted.slot());
        }
        return tx.query(TAKE_NEXT_FREE).execute().map(rows -> {
            if (rows.size() == 0) {
                throw Problem.of(ErrorCode.SHELVES_FULL);
            }
            return ShelfAddress.parse(rows.iterator().next().getString(0));
        });
    }

    private static AccessEntry entry(Found pack, ShelfAddress slot, Principal caller) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("positionCode", slot.positionCode());
        if (pack.from() != null) {
            details.put("from", pack.from());
        }
        return AccessEntry.of(
                pack.moves() ? "pack-moved" : "put-away",
                caller.userName(),
                "pack:" + pack.packNo(),
                AccessEntry.OK,
                details);
    }
}
