package org.archivevault.server.catalogue;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The dated placement history: every change of place of a pack goes through here, in the transaction of the act that
 * causes it. Nothing is overwritten: a placement is opened and later closed. Should the clock have been set back, a
 * change is dated directly behind the one before it, so that the history stays in order.
 */
public final class Placements {
    private static final String LOCK = "SELECT p.id, p.state, l.position_code FROM pack p"
            + " LEFT JOIN placement l ON l.pack_id = p.id AND l.valid_to IS NULL"
            + " WHERE p.pack_no = $1::text FOR UPDATE OF p";
    private static final String OPEN =
            "INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why)"
                    + " SELECT $1::bigint, $2::text, greatest($3::timestamptz,"
                    + " (SELECT max(valid_to) FROM placement WHERE pack_id = $1::bigint),"
                    + " (SELECT max(valid_to) FROM placement WHERE position_code = $2::text)), $4::text, $5::text"
                    + " FROM slot WHERE position_code = $2::text AND in_plan";
    private static final String CLOSE = "UPDATE placement SET valid_to = greatest($2::timestamptz,"
            + " valid_from + interval '1 microsecond'), taken_by = $3::text, taken_why = $4::text"
            + " WHERE pack_id = $1::bigint AND valid_to IS NULL";
    private static final String SET_STATE = "UPDATE pack SET state = $2::text, state_since = $3::timestamptz,"
            + " state_by = $4::text WHERE id = $1::bigint";
    private static final String LAST_SLOT =
            "SELECT position_code FROM placement WHERE pack_id = $1::bigint ORDER BY valid_from DESC LIMIT 1";
    private static final String AS_OF = "SELECT l.position_code FROM placement l JOIN pack p ON p.id = l.pack_id"
            + " WHERE p.pack_no = $1::text AND l.valid_from <= $2::timestamptz"
            + " AND (l.valid_to IS NULL OR l.valid_to > $2::timestamptz)";

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String OVERLAP = "23P01";

    private final InstantSource clock;

    /**
     * @param clock the wall clock that dates each change
     */
    public Placements(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Records that a pack now stands in a slot; ends its placement elsewhere, if it had one.
     *
     * @param tx the transaction of the act
     * @param pack the pack
     * @param slot a slot of the plan
     * @param by user name
     * @param why for example {@code put-away}
     * @return completes when it is written; fails with {@code pack-not-found} or {@code slot-not-free}, and then the
     *     transaction must fail too
     */
    public Future<Void> put(SqlConnection tx, PackNo pack, ShelfAddress slot, String by, String why) {
        return lock(tx, pack)
                .compose(held -> close(tx, held, by, why).compose(closed -> open(tx, held, slot, by, why)));
    }

    /**
     * Records that somebody has taken a pack out of its slot.
     *
     * @param tx the transaction of the act
     * @param pack the pack, on the shelf
     * @param by user name of who has it now
     * @param why for example {@code retrieval:<id>}
     * @return completes when it is written; fails with {@code pack-not-found}, {@code pack-out}, {@code pack-missing} or
     *     {@code pack-location-unknown}
     */
    public Future<Void> takeOut(SqlConnection tx, PackNo pack, String by, String why) {
        return leave(tx, pack, PackState.OUT, by, why);
    }

    /**
     * Records that a pack is not in the slot where it should be.
     *
     * @param tx the transaction of the act
     * @param pack the pack, on the shelf as far as the records say
     * @param by user name of who missed it
     * @param why for example {@code inventory}
     * @return as {@link #takeOut}
     */
    public Future<Void> miss(SqlConnection tx, PackNo pack, String by, String why) {
        return leave(tx, pack, PackState.MISSING, by, why);
    }

    /**
     * Records that a pack is back in the slot that it had last.
     *
     * @param tx the transaction of the act
     * @param pack the pack, out or missing
     * @param by user name of who put it there
     * @param why for example {@code return}
     * @return completes with the slot; fails with {@code pack-not-found}, {@code pack-on-shelf},
     *     {@code pack-location-unknown} when it never had a slot, or {@code slot-not-free}
     */
    public Future<ShelfAddress> putBack(SqlConnection tx, PackNo pack, String by, String why) {
        return lock(tx, pack).compose(held -> {
            if (held.state() == PackState.ON_SHELF) {
                return Future.failedFuture(notThere(held));
            }
            return tx.preparedQuery(LAST_SLOT).execute(Tuple.of(held.id())).compose(rows -> {
                if (rows.size() == 0) {
                    return Future.failedFuture(Problem.of(ErrorCode.PACK_LOCATION_UNKNOWN, pack));
                }
                ShelfAddress slot = ShelfAddress.parse(rows.iterator().next().getString(0));
                return open(tx, held, slot, by, why).map(slot);
            });
        });
    }

    /**
     * Where a pack lay at a moment.
     *
     * @param client where to look
     * @param pack the pack
     * @param at the moment
     * @return completes with the slot; empty when it lay in none then, or there is no such pack
     */
    public Future<Optional<ShelfAddress>> asOf(SqlClient client, PackNo pack, Instant at) {
        return client.preparedQuery(AS_OF)
                .execute(Tuple.of(pack.value(), at.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(ShelfAddress.parse(rows.iterator().next().getString(0))));
    }

    private record Held(
            long id, PackNo pack, PackState state, @Nullable String positionCode) {}

    private static Future<Held> lock(SqlConnection tx, PackNo pack) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(pack.value())).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.of(ErrorCode.PACK_NOT_FOUND, pack);
            }
            Row row = rows.iterator().next();
            return new Held(row.getLong(0), pack, PackState.of(row.getString(1)), row.getString(2));
        });
    }

    private Future<Void> leave(SqlConnection tx, PackNo pack, PackState state, String by, String why) {
        return lock(tx, pack).compose(held -> {
            if (held.state() != PackState.ON_SHELF) {
                return Future.failedFuture(notThere(held));
            }
            return close(tx, held, by, why).compose(closed -> setState(tx, held, state, by));
        });
    }

    private static Problem notThere(Held held) {
        return switch (held.state()) {
            case OUT -> Problem.of(ErrorCode.PACK_OUT, held.pack());
            case MISSING -> Problem.of(ErrorCode.PACK_MISSING, held.pack());
            case UNKNOWN -> Problem.of(ErrorCode.PACK_LOCATION_UNKNOWN, held.pack());
            case ON_SHELF ->
                Problem.of(
                        ErrorCode.PACK_ON_SHELF, held.pack(), held.positionCode() == null ? "" : held.positionCode());
        };
    }

    private Future<Void> open(SqlConnection tx, Held held, ShelfAddress slot, String by, String why) {
        return tx.preparedQuery(OPEN)
                .execute(Tuple.of(held.id(), slot.positionCode(), now(), by, why))
                .recover(failure -> Future.failedFuture(isTaken(failure) ? slotNotFree(slot) : failure))
                .compose(inserted -> inserted.rowCount() == 1
                        ? setState(tx, held, PackState.ON_SHELF, by)
                        : Future.failedFuture(slotNotFree(slot)));
    }

    private Future<Void> close(SqlConnection tx, Held held, String by, String why) {
        return tx.preparedQuery(CLOSE)
                .execute(Tuple.of(held.id(), now(), by, why))
                .mapEmpty();
    }

    private Future<Void> setState(SqlConnection tx, Held held, PackState state, String by) {
        return tx.preparedQuery(SET_STATE)
                .execute(Tuple.of(held.id(), state.code(), now(), by))
                .mapEmpty();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Problem slotNotFree(ShelfAddress slot) {
        return Problem.of(ErrorCode.SLOT_NOT_FREE, slot);
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused
                && (UNIQUE_VIOLATION.equals(refused.getSqlState()) || OVERLAP.equals(refused.getSqlState()));
    }
}
