package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.retrieval.Retrieval.Target;
import org.archivevault.server.retrieval.RetrievalProgress.Step;
import org.jspecify.annotations.Nullable;

/** The rows of retrievals and of their history. Each change appends to the history in the same transaction. */
final class RetrievalStore {
    private static final String COLUMNS =
            "id, ticket, order_no, purpose, asked_by, asked_by_name, pack_no, position_code, block, aisle, state, code,"
                    + " detail, revision, command, offer_until, created_at, changed_at";
    private static final String INSERT =
            "INSERT INTO retrieval (id, order_no, purpose, asked_by, asked_by_name, pack_no, position_code, block, aisle,"
                    + " state, code, detail, revision, command, created_at, changed_at) VALUES ($1::uuid, $2::text,"
                    + " $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::smallint, $10::text, $11::text,"
                    + " $12::text, 1, $13::uuid, $14::timestamptz, $14::timestamptz)";
    private static final String UPDATE = "UPDATE retrieval SET state = $2::text, code = $3::text, detail = $4::text,"
            + " revision = $5::int, changed_at = $6::timestamptz, command = $7::uuid,"
            + " offer_until = CASE WHEN $8::bigint IS NULL THEN NULL"
            + " ELSE clock_timestamp() + $8::bigint * interval '1 millisecond' END,"
            + " position_code = $9::text, aisle = $10::smallint WHERE id = $1::uuid AND revision = $5::int - 1";
    private static final String REMEMBER =
            "INSERT INTO retrieval_change (retrieval, revision, at, state, by_whom, code, detail) VALUES"
                    + " ($1::uuid, $2::int, $3::timestamptz, $4::text, $5::text, $6::text, $7::text)";
    private static final String BY_ID = "SELECT " + COLUMNS + " FROM retrieval WHERE id = $1::uuid";
    private static final String OF_BLOCK = "SELECT " + COLUMNS + " FROM retrieval WHERE block = $1::text"
            + " AND state IN ('waiting', 'offered', 'opening', 'open', 'unknown') AND aisle > 0 ORDER BY ticket";
    private static final String CHANGES = "SELECT revision, at, state, by_whom, code, detail FROM retrieval_change"
            + " WHERE retrieval = $1::uuid AND revision > $2::int ORDER BY revision";

    /**
     * One line of a retrieval's history.
     *
     * @param revision 1 upwards
     * @param at when
     * @param state the state it took
     * @param by who caused it: a user name, {@code edge:<id>} or {@code server}
     * @param code why, as a stable code
     * @param detail what is known beyond the code
     */
    record Change(
            int revision,
            Instant at,
            RetrievalState state,
            String by,
            @Nullable String code,
            String detail) {}

    /** Writes a new one, which is in its first state already. */
    Future<Void> insert(SqlClient transaction, Retrieval made) {
        Target target = made.target().orElse(null);
        Tuple row = Tuple.tuple()
                .addUUID(made.id())
                .addString(made.orderNo().value())
                .addString(made.purpose().text())
                .addString(made.askedBy())
                .addString(made.askedByName())
                .addString(target == null ? null : target.pack().value())
                .addString(target == null ? null : target.positionCode())
                .addString(target == null ? null : target.block().toString())
                .addShort(target == null ? null : Short.valueOf((short) target.aisle()))
                .addString(made.state().wireName())
                .addString(made.code())
                .addString(made.detail())
                .addUUID(made.command())
                .addOffsetDateTime(utc(made.createdAt()));
        return Future.all(transaction.preparedQuery(INSERT).execute(row), remember(transaction, made, made.askedBy()))
                .mapEmpty();
    }

    /**
     * Moves one on.
     *
     * @param transaction the transaction, which has locked the block's row
     * @param before as it was read under that lock
     * @param step where to
     * @param by who caused it
     * @param now the wall clock
     * @param offerMillis how long the offer lasts; null unless it becomes offered
     * @return completes with it as it is now; fails when the database does
     */
    Future<Retrieval> move(
            SqlClient transaction, Retrieval before, Step step, String by, Instant now, @Nullable Long offerMillis) {
        if (!before.state().mayBecome(step.next())) {
            throw new IllegalStateException(before.id() + " may not go from " + before.state() + " to " + step.next());
        }
        return write(transaction, moved(before, step, now), by, offerMillis);
    }

    /** The same one after a step, before it is written. */
    static Retrieval moved(Retrieval before, Step step, Instant now) {
        return new Retrieval(
                before.id(),
                before.ticket(),
                before.orderNo(),
                before.purpose(),
                before.askedBy(),
                before.askedByName(),
                before.target(),
                step.next(),
                step.code(),
                step.detail(),
                before.revision() + 1,
                before.command(),
                null,
                before.createdAt(),
                now);
    }

    /** Writes a change that has been made already; the row must still be at the revision before. */
    Future<Retrieval> write(SqlClient transaction, Retrieval after, String by, @Nullable Long offerMillis) {
        Target target = after.target().orElse(null);
        Tuple row = Tuple.tuple()
                .addUUID(after.id())
                .addString(after.state().wireName())
                .addString(after.code())
                .addString(after.detail())
                .addInteger(after.revision())
                .addOffsetDateTime(utc(after.changedAt()))
                .addUUID(after.command())
                .addLong(offerMillis)
                .addString(target == null ? null : target.positionCode())
                .addShort(target == null ? null : Short.valueOf((short) target.aisle()));
        Future<RowSet<Row>> updated = transaction.preparedQuery(UPDATE).execute(row);
        return Future.all(updated, remember(transaction, after, by)).map(all -> {
            if (updated.result().rowCount() != 1) {
                throw new IllegalStateException("retrieval " + after.id() + " was changed past the lock of its block");
            }
            return after;
        });
    }

    Future<Optional<Retrieval>> find(SqlClient client, UUID id) {
        return client.preparedQuery(BY_ID)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(read(rows.iterator().next())));
    }

    /** Those that wait for the block or keep it, in order of asking. */
    Future<List<Retrieval>> ofBlock(SqlClient client, BlockId block) {
        return client.preparedQuery(OF_BLOCK)
                .execute(Tuple.of(block.toString()))
                .map(RetrievalStore::readAll);
    }

    /** The history beyond a revision, in order. */
    Future<List<Change>> changesAfter(SqlClient client, UUID id, int revision) {
        return client.preparedQuery(CHANGES).execute(Tuple.of(id, revision)).map(rows -> {
            List<Change> changes = new ArrayList<>(rows.size());
            for (Row row : rows) {
                changes.add(new Change(
                        row.getInteger("revision"),
                        row.getOffsetDateTime("at").toInstant(),
                        RetrievalState.of(row.getString("state")),
                        row.getString("by_whom"),
                        row.getString("code"),
                        row.getString("detail")));
            }
            return changes;
        });
    }

    static List<Retrieval> readAll(RowSet<Row> rows) {
        List<Retrieval> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            all.add(read(row));
        }
        return all;
    }

    private static Future<RowSet<Row>> remember(SqlClient transaction, Retrieval after, String by) {
        return transaction
                .preparedQuery(REMEMBER)
                .execute(Tuple.tuple()
                        .addUUID(after.id())
                        .addInteger(after.revision())
                        .addOffsetDateTime(utc(after.changedAt()))
                        .addString(after.state().wireName())
                        .addString(by)
                        .addString(after.code())
                        .addString(after.detail()));
    }

    private static Retrieval read(Row row) {
        String pack = row.getString("pack_no");
        return new Retrieval(
                row.getUUID("id"),
                row.getLong("ticket"),
                new BusinessOrderNo(row.getString("order_no")),
                new Purpose(row.getString("purpose")),
                row.getString("asked_by"),
                row.getString("asked_by_name"),
                pack == null
                        ? Optional.empty()
                        : Optional.of(new Target(
                                new PackNo(pack),
                                row.getString("position_code"),
                                BlockId.parse(row.getString("block")),
                                row.getShort("aisle"))),
                RetrievalState.of(row.getString("state")),
                row.getString("code"),
                row.getString("detail"),
                row.getInteger("revision"),
                row.getUUID("command"),
                instant(row.getOffsetDateTime("offer_until")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("changed_at").toInstant());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
