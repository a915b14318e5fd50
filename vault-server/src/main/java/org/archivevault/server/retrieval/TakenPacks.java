package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;

/** Which packs are out with which retrieval (I21). */
final class TakenPacks {
    private static final String RECORD = "INSERT INTO retrieval_pack (retrieval, pack_no, seal_no, taken_at,"
            + " asked_for) VALUES ($1::uuid, $2::text, $3::text, $4::timestamptz, $5::boolean) ON CONFLICT (retrieval, pack_no) DO UPDATE"
            + " SET seal_no = EXCLUDED.seal_no, taken_at = EXCLUDED.taken_at, returned_at = NULL, returned_by = NULL,"
            + " asked_for = EXCLUDED.asked_for";
    private static final String OUT =
            "SELECT pack_no FROM retrieval_pack WHERE retrieval = $1::uuid AND returned_at IS NULL";
    private static final String HOLDER =
            "SELECT retrieval FROM retrieval_pack WHERE pack_no = $1::text AND returned_at IS NULL";
    private static final String RETURN = "UPDATE retrieval_pack SET returned_at = $3::timestamptz,"
            + " returned_by = $4::text WHERE retrieval = $1::uuid AND pack_no = $2::text AND returned_at IS NULL";

    /** A pack goes out with a retrieval, which was for it or was not. */
    Future<Void> record(
            SqlClient transaction, UUID retrieval, PackNo pack, Optional<SealNo> seal, Instant now, boolean askedFor) {
        return transaction
                .preparedQuery(RECORD)
                .execute(Tuple.of(
                        retrieval,
                        pack.value(),
                        seal.map(SealNo::value).orElse(null),
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
                        askedFor))
                .mapEmpty();
    }

    /** The packs that are out with a retrieval. */
    Future<List<PackNo>> out(SqlClient client, UUID retrieval) {
        return client.preparedQuery(OUT).execute(Tuple.of(retrieval)).map(rows -> {
            List<PackNo> out = new ArrayList<>(rows.size());
            for (Row row : rows) {
                out.add(new PackNo(row.getString("pack_no")));
            }
            return out;
        });
    }

    /** The retrieval that a pack is out with. */
    Future<Optional<UUID>> holderOf(SqlClient client, PackNo pack) {
        return client.preparedQuery(HOLDER)
                .execute(Tuple.of(pack.value()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("retrieval")));
    }

    /** A pack comes back. */
    Future<Void> giveBack(SqlClient transaction, UUID retrieval, PackNo pack, String by, Instant now) {
        return transaction
                .preparedQuery(RETURN)
                .execute(Tuple.of(retrieval, pack.value(), OffsetDateTime.ofInstant(now, ZoneOffset.UTC), by))
                .mapEmpty();
    }
}
