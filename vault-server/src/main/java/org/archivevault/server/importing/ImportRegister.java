package org.archivevault.server.importing;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;

/** The list of imports. Its beginnings and ends go into the access log in the same transaction. */
final class ImportRegister {
    private static final String COLUMNS = "SELECT id, content_hash, mode, encoding, state, total_bytes, next_byte,"
            + " next_line, accepted, rejected, missing_columns, requested_by, requested_at, finished_at, busy_millis,"
            + " failure_zh, failure_en FROM import_run ";
    private static final String INSERT = "INSERT INTO import_run (id, content_hash, mode, encoding, state, total_bytes,"
            + " next_byte, next_line, missing_columns, requested_by, requested_at) VALUES ($1::uuid, $2::text, $3::text,"
            + " $4::text, 'waiting', $5::bigint, $6::bigint, $7::bigint, $8::text[], $9::text, $10::timestamptz)";
    private static final String FINISH = "UPDATE import_run SET state = $2::text, finished_at = $3::timestamptz,"
            + " failure_zh = $4::text, failure_en = $5::text WHERE id = $1::uuid"
            + " AND state IN ('waiting', 'running', 'loaded') RETURNING accepted, rejected, content_hash, requested_by";
    private static final String RESUME = "UPDATE import_run SET state = 'waiting', finished_at = NULL,"
            + " failure_zh = NULL, failure_en = NULL WHERE id = $1::uuid AND state = 'failed'";

    /** The same file sent twice at the same moment is one import. */
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))";

    private static final String SAME_CONTENT =
            "WHERE content_hash = $1::text AND state <> 'refused' ORDER BY requested_at DESC LIMIT 1 FOR UPDATE";

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;

    ImportRegister(Database database, AccessLog log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Enters a received file, or finds the import of the same content: a finished one, or one that goes on.
     *
     * @return completes, after the commit, with the import and whether it is a repetition
     */
    Future<Entered> enter(String contentHash, ImportMode mode, ExportHead head, long totalBytes, String userName) {
        return database.inTransaction(tx -> tx.preparedQuery(ONE_AT_A_TIME)
                .execute(Tuple.of(contentHash))
                .compose(alone -> tx.preparedQuery(COLUMNS + SAME_CONTENT).execute(Tuple.of(contentHash)))
                .compose(rows -> rows.size() > 0
                        ? resume(tx, run(rows.iterator().next()), userName)
                        : insert(tx, contentHash, mode, head, totalBytes, userName)));
    }

    private Future<Entered> insert(
            SqlConnection tx, String contentHash, ImportMode mode, ExportHead head, long totalBytes, String userName) {
        UUID id = UUID.randomUUID();
        OffsetDateTime now = now();
        Tuple values = Tuple.tuple()
                .addUUID(id)
                .addString(contentHash)
                .addString(mode.code())
                .addString(head.encoding().label())
                .addLong(totalBytes)
                .addLong(head.dataByte())
                .addLong(head.dataLine())
                .addArrayOfString(head.header().missingOptional().toArray(new String[0]))
                .addString(userName)
                .addOffsetDateTime(now);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("sha256", contentHash);
        details.put("bytes", totalBytes);
        details.put("mode", mode.code());
        return tx.preparedQuery(INSERT)
                .execute(values)
                .compose(done -> log.append(
                        tx, List.of(AccessEntry.of("import-begun", userName, "import:" + id, AccessEntry.OK, details))))
                .compose(
                        seq -> tx.preparedQuery(COLUMNS + "WHERE id = $1::uuid").execute(Tuple.of(id)))
                .map(rows -> new Entered(run(rows.iterator().next()), false));
    }

    private Future<Entered> resume(SqlConnection tx, ImportRun run, String userName) {
        if (run.state() != ImportState.FAILED) {
            return Future.succeededFuture(new Entered(run, true));
        }
        return tx.preparedQuery(RESUME)
                .execute(Tuple.of(run.id()))
                .compose(done -> log.append(
                        tx, List.of(AccessEntry.of("import-resumed", userName, "import:" + run.id(), AccessEntry.OK))))
                .compose(
                        seq -> tx.preparedQuery(COLUMNS + "WHERE id = $1::uuid").execute(Tuple.of(run.id())))
                .map(rows -> new Entered(run(rows.iterator().next()), true));
    }

    /**
     * Ends an import, once.
     *
     * @param failure why it failed; null when it did not
     * @return completes after the commit, also when it had ended before
     */
    Future<Void> finish(UUID id, ImportState end, @Nullable Bilingual failure) {
        Tuple values = Tuple.tuple()
                .addUUID(id)
                .addString(end.code())
                .addOffsetDateTime(now())
                .addString(failure == null ? null : failure.zh())
                .addString(failure == null ? null : failure.en());
        return database.inTransaction(tx -> tx.preparedQuery(FINISH)
                .execute(values)
                .compose(rows -> rows.size() == 0 ? Future.succeededFuture() : logEnd(tx, id, end, rows)));
    }

    private Future<Void> logEnd(SqlConnection tx, UUID id, ImportState end, RowSet<Row> rows) {
        Row row = rows.iterator().next();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("accepted", end == ImportState.REFUSED ? 0 : row.getLong("accepted"));
        details.put("rejected", row.getLong("rejected"));
        details.put("sha256", row.getString("content_hash"));
        String result = end == ImportState.DONE ? AccessEntry.OK : end.code();
        return log.append(
                        tx,
                        List.of(AccessEntry.of(
                                "import-ended", row.getString("requested_by"), "import:" + id, result, details)))
                .mapEmpty();
    }

    /** @return completes with the import, or empty */
    Future<Optional<ImportRun>> find(UUID id) {
        return database.reads()
                .preparedQuery(COLUMNS + "WHERE id = $1::uuid")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(run(rows.iterator().next())));
    }

    /** @return completes with the imports that have not ended, oldest first */
    Future<List<ImportRun>> unfinished() {
        return database.reads()
                .preparedQuery(COLUMNS + "WHERE state IN ('waiting', 'running', 'loaded') ORDER BY requested_at")
                .execute()
                .map(ImportRegister::runs);
    }

    private static List<ImportRun> runs(RowSet<Row> rows) {
        List<ImportRun> runs = new ArrayList<>();
        rows.forEach(row -> runs.add(run(row)));
        return runs;
    }

    private static ImportRun run(Row row) {
        OffsetDateTime finished = row.getOffsetDateTime("finished_at");
        String zh = row.getString("failure_zh");
        return new ImportRun(
                row.getUUID("id"),
                row.getString("content_hash"),
                ImportMode.of(row.getString("mode")).orElseThrow(),
                ExportEncoding.of(row.getString("encoding")).orElseThrow(),
                ImportState.of(row.getString("state")),
                row.getLong("total_bytes"),
                row.getLong("next_byte"),
                row.getLong("next_line"),
                row.getLong("accepted"),
                row.getLong("rejected"),
                List.of(row.getArrayOfStrings("missing_columns")),
                row.getString("requested_by"),
                row.getOffsetDateTime("requested_at").toInstant(),
                finished == null ? null : finished.toInstant(),
                row.getLong("busy_millis"),
                zh == null ? null : new Bilingual(zh, row.getString("failure_en")));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /**
     * A file that was entered.
     *
     * @param run its import
     * @param again whether the same content had been entered before
     */
    record Entered(ImportRun run, boolean again) {}
}
