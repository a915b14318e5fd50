package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Barcode;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.catalogue.PackState;

/** Which packs carry which tags, and what the records say of them. */
final class TaggedPacks {
    private static final String COLUMNS = "SELECT p.epc, p.pack_no, p.state, l.position_code, l.valid_from,"
            + " l.placed_why, h.retrieval, h.asked_for, r.block FROM ";
    private static final String JOINS =
            " LEFT JOIN LATERAL (SELECT position_code, valid_from, placed_why FROM placement"
                    + " WHERE pack_id = p.id ORDER BY valid_from DESC LIMIT 1) l ON true"
                    + " LEFT JOIN retrieval_pack h ON h.pack_no = p.pack_no AND h.returned_at IS NULL"
                    + " LEFT JOIN retrieval r ON r.id = h.retrieval";
    private static final String BY_EPC = COLUMNS + "unnest($1::text[]) AS e (epc) JOIN pack p ON p.epc = e.epc" + JOINS;
    private static final String BY_BARCODE = COLUMNS + "pack p" + JOINS + " WHERE p.barcode = $1::text";
    private static final String BY_NUMBER = COLUMNS + "pack p" + JOINS + " WHERE p.pack_no = $1::text";

    /**
     * A pack and what the records say of it.
     *
     * @param pack which
     * @param state where it is
     * @param belongs its slot, or the one it had last; empty when it never had one
     * @param placedAt since when
     * @param placedWhy why it was put there; empty when it never was
     * @param heldBy the retrieval that it is out with
     * @param askedFor whether that retrieval was for it
     * @param heldIn the block of that retrieval
     */
    record Known(
            PackNo pack,
            PackState state,
            Optional<ShelfAddress> belongs,
            Instant placedAt,
            String placedWhy,
            Optional<UUID> heldBy,
            boolean askedFor,
            Optional<BlockId> heldIn) {
        boolean onShelf() {
            return state == PackState.ON_SHELF;
        }

        /** The blocks whose records may change when its tag is seen. */
        Set<BlockId> blocks() {
            Set<BlockId> blocks = new HashSet<>();
            belongs.ifPresent(slot -> blocks.add(slot.block()));
            heldIn.ifPresent(blocks::add);
            return blocks;
        }
    }

    /** The packs of some tags; a tag that is no pack's is not in the answer. */
    Future<Map<Epc, Known>> of(SqlConnection transaction, Collection<Epc> epcs) {
        return transaction
                .preparedQuery(BY_EPC)
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                epcs.stream().map(Epc::value).distinct().toArray(String[]::new)))
                .map(rows -> {
                    Map<Epc, Known> known = new HashMap<>();
                    for (Row row : rows) {
                        known.put(new Epc(row.getString("epc")), known(row));
                    }
                    return known;
                });
    }

    Future<Optional<Known>> of(SqlConnection transaction, Barcode barcode) {
        return one(transaction, BY_BARCODE, barcode.value());
    }

    Future<Optional<Known>> of(SqlConnection transaction, PackNo pack) {
        return one(transaction, BY_NUMBER, pack.value());
    }

    private static Future<Optional<Known>> one(SqlConnection transaction, String statement, String key) {
        return transaction
                .preparedQuery(statement)
                .execute(Tuple.of(key))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(known(rows.iterator().next())));
    }

    private static Known known(Row row) {
        String slot = row.getString("position_code");
        String block = row.getString("block");
        Boolean askedFor = row.getBoolean("asked_for");
        String why = row.getString("placed_why");
        return new Known(
                new PackNo(row.getString("pack_no")),
                PackState.of(row.getString("state")),
                slot == null ? Optional.empty() : Optional.of(ShelfAddress.parse(slot)),
                slot == null
                        ? Instant.EPOCH
                        : row.getOffsetDateTime("valid_from").toInstant(),
                why == null ? "" : why,
                Optional.ofNullable(row.getUUID("retrieval")),
                askedFor != null && askedFor,
                block == null ? Optional.empty() : Optional.of(BlockId.parse(block)));
    }
}
