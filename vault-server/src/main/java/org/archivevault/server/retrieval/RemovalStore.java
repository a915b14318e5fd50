package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.tags.Proof;
import org.jspecify.annotations.Nullable;

/** The rows of how packs left with retrievals: the signs, and what they came to. */
final class RemovalStore {
    private static final String OPENED = "INSERT INTO retrieval_removal (retrieval, since)"
            + " SELECT id, $2::timestamptz FROM retrieval WHERE block = $1::text AND state = 'open' AND aisle > 0"
            + " ON CONFLICT (retrieval) DO NOTHING";
    private static final String BEGIN = "INSERT INTO retrieval_removal (retrieval, since) VALUES ($1::uuid,"
            + " $2::timestamptz) ON CONFLICT (retrieval) DO NOTHING";
    private static final String ADD = "INSERT INTO removal_sign (retrieval, at, kind, pack_no, place, belongs) VALUES"
            + " ($1::uuid, $2::timestamptz, $3::text, $4::text, $5::text, $6::text)";
    private static final String SIGNS =
            "SELECT at, kind, pack_no, place, belongs FROM removal_sign WHERE retrieval = $1::uuid ORDER BY no";
    private static final String NOTE = "UPDATE retrieval_removal SET outcome = $2::text, proofs = $3::text[],"
            + " due_at = CASE WHEN $4::bigint IS NULL THEN NULL"
            + " ELSE clock_timestamp() + $4::bigint * interval '1 millisecond' END WHERE retrieval = $1::uuid";
    private static final String DUE = "SELECT m.retrieval, r.block FROM retrieval_removal m"
            + " JOIN retrieval r ON r.id = m.retrieval WHERE m.due_at <= clock_timestamp()"
            + " ORDER BY m.due_at LIMIT $1::int";
    private static final String IS_DUE =
            "SELECT 1 FROM retrieval_removal WHERE retrieval = $1::uuid AND due_at <= clock_timestamp()";
    private static final String SPOKEN_OF = "SELECT s.retrieval FROM removal_sign s"
            + " JOIN retrieval r ON r.id = s.retrieval WHERE s.pack_no = $1::text"
            + " AND r.state IN ('open', 'unknown', 'proving', 'taken') ORDER BY s.no DESC LIMIT 1";
    private static final String REACHING = "SELECT r.id, r.ticket, r.pack_no, r.position_code, r.state,"
            + " coalesce(m.since, r.created_at) AS since FROM retrieval r"
            + " LEFT JOIN retrieval_removal m ON m.retrieval = r.id WHERE r.block = $1::text AND r.aisle = $2::smallint"
            + " AND r.pack_no IS NOT NULL AND r.state ";
    private static final String CANDIDATES = REACHING + "IN ('open', 'unknown') UNION ALL " + REACHING
            + "IN ('proving', 'taken') AND r.changed_at > clock_timestamp() - $3::bigint * interval '1 millisecond'";

    /**
     * A retrieval that a pack may have left with.
     *
     * @param id which
     * @param ticket its place in the order of asking
     * @param expected the pack that it is for
     * @param positionCode where that stood
     * @param state where the retrieval stands
     * @param since when its aisle stood open
     */
    record Candidate(UUID id, long ticket, PackNo expected, String positionCode, RetrievalState state, Instant since) {}

    /** A retrieval and its block. */
    record Due(UUID retrieval, BlockId block) {}

    /** The open retrievals of a block have had their aisle open since then. */
    Future<Void> opened(SqlConnection transaction, BlockId block, Instant since) {
        return transaction
                .preparedQuery(OPENED)
                .execute(Tuple.of(block.toString(), utc(since)))
                .mapEmpty();
    }

    /** Everything that is known about a retrieval's pack, in order. */
    Future<List<RemovalSign>> signs(SqlClient client, UUID retrieval) {
        return client.preparedQuery(SIGNS).execute(Tuple.of(retrieval)).map(rows -> {
            List<RemovalSign> signs = new ArrayList<>(rows.size());
            for (Row row : rows) {
                signs.add(new RemovalSign(
                        RemovalSign.Kind.of(row.getString("kind")),
                        new PackNo(row.getString("pack_no")),
                        row.getString("place"),
                        address(row.getString("belongs")),
                        row.getOffsetDateTime("at").toInstant()));
            }
            return signs;
        });
    }

    /** Adds a sign; begins the record when there is none yet. */
    Future<Void> add(SqlConnection transaction, Retrieval retrieval, RemovalSign sign) {
        Future<?> begun =
                transaction.preparedQuery(BEGIN).execute(Tuple.of(retrieval.id(), utc(retrieval.createdAt())));
        Future<?> added = transaction
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addUUID(retrieval.id())
                        .addOffsetDateTime(utc(sign.at()))
                        .addString(sign.kind().code())
                        .addString(sign.pack().value())
                        .addString(sign.place())
                        .addString(
                                sign.belongs().map(ShelfAddress::positionCode).orElse(null)));
        return Future.all(begun, added).mapEmpty();
    }

    /** Writes what the signs come to, and when to look again; null when nothing more is to be looked at. */
    Future<Void> note(SqlConnection transaction, UUID retrieval, Removal removal, @Nullable Long dueMillis) {
        return transaction
                .preparedQuery(NOTE)
                .execute(Tuple.tuple()
                        .addUUID(retrieval)
                        .addString(removal.outcome().map(RemovalOutcome::code).orElse(null))
                        .addArrayOfString(
                                removal.proofs().stream().map(Proof::code).toArray(String[]::new))
                        .addLong(dueMillis))
                .mapEmpty();
    }

    /** Those that are to be looked at now. */
    Future<List<Due>> due(SqlClient client, int most) {
        return client.preparedQuery(DUE).execute(Tuple.of(most)).map(rows -> {
            List<Due> due = new ArrayList<>(rows.size());
            for (Row row : rows) {
                due.add(new Due(row.getUUID("retrieval"), BlockId.parse(row.getString("block"))));
            }
            return due;
        });
    }

    /** Whether it is still to be looked at, under the lock of its block. */
    Future<Boolean> isDue(SqlConnection transaction, UUID retrieval) {
        return transaction.preparedQuery(IS_DUE).execute(Tuple.of(retrieval)).map(rows -> rows.size() == 1);
    }

    /** The newest living retrieval of which a sign speaks of a pack. */
    Future<Optional<UUID>> spokenOf(SqlConnection transaction, PackNo pack) {
        return transaction
                .preparedQuery(SPOKEN_OF)
                .execute(Tuple.of(pack.value()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("retrieval")));
    }

    /** Retrievals whose aisle a pack may have left through, also those that have let go of it a short while ago. */
    Future<List<Candidate>> candidates(SqlConnection transaction, BlockId block, int aisle, long letGoMillis) {
        return transaction
                .preparedQuery(CANDIDATES)
                .execute(Tuple.of(block.toString(), (short) aisle, letGoMillis))
                .map(RemovalStore::candidates);
    }

    private static List<Candidate> candidates(RowSet<Row> rows) {
        List<Candidate> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            all.add(new Candidate(
                    row.getUUID("id"),
                    row.getLong("ticket"),
                    new PackNo(row.getString("pack_no")),
                    row.getString("position_code"),
                    RetrievalState.of(row.getString("state")),
                    row.getOffsetDateTime("since").toInstant()));
        }
        return all;
    }

    private static Optional<ShelfAddress> address(@Nullable String positionCode) {
        return Optional.ofNullable(positionCode).map(ShelfAddress::parse);
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
