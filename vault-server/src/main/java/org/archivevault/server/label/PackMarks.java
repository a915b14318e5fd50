package org.archivevault.server.label;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.jspecify.annotations.Nullable;

/** Gives packs the marks that they lack: an EPC with the next serial, and their number as bar code. */
final class PackMarks {
    /** Imported tags may lie in the way of the sequence; so many in a row mean that something is wrong. */
    private static final int MOST_TAKEN = 100;

    private static final String LOCK = "SELECT id, epc, barcode FROM pack WHERE pack_no = $1::text FOR UPDATE";
    private static final String NEXT_SERIAL = "SELECT nextval('epc_serial')";
    private static final String SET_EPC = "UPDATE pack SET epc = $2::text WHERE id = $1::bigint"
            + " AND NOT EXISTS (SELECT FROM pack WHERE epc = $2::text)";
    private static final String SET_BARCODE = "UPDATE pack SET barcode = $2::text WHERE id = $1::bigint"
            + " AND NOT EXISTS (SELECT FROM pack WHERE barcode = $2::text)";

    private final Database database;
    private final AccessLog log;
    private final LabelSettings settings;

    PackMarks(Database database, AccessLog log, LabelSettings settings) {
        this.database = database;
        this.log = log;
        this.settings = settings;
    }

    /**
     * The marks of a pack.
     *
     * @param packNo the pack
     * @param epc its EPC; null on a site that has none
     * @param barcode its bar code
     * @param given which of them it has got just now: {@code epc}, {@code barcode}
     */
    record Marks(String packNo, @Nullable String epc, String barcode, List<String> given) {}

    private record Held(
            long id,
            String packNo,
            @Nullable String epc,
            @Nullable String barcode) {}

    /**
     * Gives a pack what it lacks, logged in the same transaction; a pack that lacks nothing stays as it is.
     *
     * @return completes with its marks after the commit; fails with {@code pack-not-found}, or {@code epc-not-configured}
     *     when an EPC is all that it lacks and the settings do not say what one begins with
     */
    Future<Marks> give(PackNo pack, Principal caller) {
        return database.promptly(tx -> lock(tx, pack).compose(held -> give(tx, held, caller)));
    }

    private static Future<Held> lock(SqlConnection tx, PackNo pack) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(pack.value())).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.of(ErrorCode.PACK_NOT_FOUND, pack);
            }
            Row row = rows.iterator().next();
            return new Held(row.getLong(0), pack.value(), row.getString(1), row.getString(2));
        });
    }

    private Future<Marks> give(SqlConnection tx, Held held, Principal caller) {
        if (held.epc() == null && held.barcode() != null && !settings.givesEpcs()) {
            return Future.failedFuture(Problem.of(ErrorCode.EPC_NOT_CONFIGURED, held.packNo()));
        }
        Future<@Nullable String> epc = epc(tx, held);
        return epc.compose(tag -> barcode(tx, held).compose(barcode -> {
            List<String> given = new ArrayList<>();
            Map<String, Object> details = new LinkedHashMap<>();
            if (held.epc() == null && tag != null) {
                given.add("epc");
                details.put("epc", tag);
            }
            if (held.barcode() == null) {
                given.add("barcode");
                details.put("barcode", barcode);
            }
            Marks marks = new Marks(held.packNo(), tag, barcode, given);
            return given.isEmpty()
                    ? Future.succeededFuture(marks)
                    : log.append(
                                    tx,
                                    List.of(AccessEntry.of(
                                            "pack-marks-given",
                                            caller.userName(),
                                            "pack:" + held.packNo(),
                                            AccessEntry.OK,
                                            details)))
                            .map(marks);
        }));
    }

    private Future<@Nullable String> epc(SqlConnection tx, Held held) {
        return held.epc() != null || !settings.givesEpcs()
                ? Future.succeededFuture(held.epc())
                : nextEpc(tx, held, MOST_TAKEN);
    }

    private Future<@Nullable String> nextEpc(SqlConnection tx, Held held, int triesLeft) {
        if (triesLeft == 0) {
            return Future.failedFuture(new IllegalStateException(
                    MOST_TAKEN + " serials in a row belong to other packs: move the sequence epc_serial on"));
        }
        return tx.query(NEXT_SERIAL).execute().compose(rows -> {
            String epc =
                    settings.gdti(rows.iterator().next().getLong(0)).encode().value();
            return tx.preparedQuery(SET_EPC)
                    .execute(Tuple.of(held.id(), epc))
                    .compose(set ->
                            set.rowCount() == 1 ? Future.succeededFuture(epc) : nextEpc(tx, held, triesLeft - 1));
        });
    }

    /** The pack's own number, unless another pack carries that as its bar code. */
    private static Future<String> barcode(SqlConnection tx, Held held) {
        String known = held.barcode();
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return setBarcode(tx, held, held.packNo())
                .compose(set -> set
                        ? Future.succeededFuture(held.packNo())
                        : tx.query(NEXT_SERIAL).execute().compose(rows -> {
                            // 13 digits at most behind it: still within the 48 of a bar code for every pack number
                            // of 34; longer ones are cut, since the serial alone tells them apart.
                            String serial = "." + rows.iterator().next().getLong(0);
                            int room = Math.min(held.packNo().length(), 48 - serial.length());
                            String other = held.packNo().substring(0, room) + serial;
                            return setBarcode(tx, held, other)
                                    .compose(done -> done
                                            ? Future.succeededFuture(other)
                                            : Future.failedFuture(
                                                    Problem.of(ErrorCode.PACK_HAS_NO_BARCODE, held.packNo())));
                        }));
    }

    private static Future<Boolean> setBarcode(SqlConnection tx, Held held, String barcode) {
        return tx.preparedQuery(SET_BARCODE)
                .execute(Tuple.of(held.id(), barcode))
                .map(done -> done.rowCount() == 1);
    }
}
