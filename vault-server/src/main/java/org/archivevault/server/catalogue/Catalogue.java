package org.archivevault.server.catalogue;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.jspecify.annotations.Nullable;

/** Reads orders and packs with what they hold. Page counts are counted, never stored. */
public final class Catalogue {
    private static final String ORDER = "SELECT o.id, o.order_no, o.customer_no, n.name, o.kind, o.filed_on"
            + " FROM business_order o JOIN customer_name n ON n.id = o.name_id WHERE o.order_no = $1::text";
    private static final String PACKS_OF_ORDER = "SELECT p.pack_no, p.state FROM order_pack op"
            + " JOIN pack p ON p.id = op.pack_id WHERE op.order_id = $1::bigint ORDER BY p.pack_no";
    private static final String DOCUMENT_COLUMNS = "SELECT o.order_no, p.pack_no, d.document_no, d.title,"
            + " (SELECT count(*) FROM page g WHERE g.document_id = d.id) FROM document d"
            + " JOIN business_order o ON o.id = d.order_id JOIN pack p ON p.id = d.pack_id";
    private static final String DOCUMENTS_OF_ORDER = DOCUMENT_COLUMNS
            + " WHERE (d.order_id, d.pack_id) IN (SELECT op.order_id, op.pack_id FROM order_pack op"
            + " WHERE op.order_id = $1::bigint) AND d.order_id = $1::bigint ORDER BY p.pack_no, d.document_no";
    private static final String PACK = "SELECT p.id, p.pack_no, p.epc, p.barcode, p.seal_no, p.security_class, p.state,"
            + " p.state_since, p.state_by, l.position_code FROM pack p"
            + " LEFT JOIN placement l ON l.pack_id = p.id AND l.valid_to IS NULL WHERE ";
    private static final String DOCUMENTS_OF_PACK =
            DOCUMENT_COLUMNS + " WHERE d.pack_id = $1::bigint ORDER BY o.order_no, d.document_no";
    private static final String HISTORY = "SELECT position_code, valid_from, valid_to, placed_by, placed_why, taken_by,"
            + " taken_why FROM placement WHERE pack_id = $1::bigint ORDER BY valid_from";

    /**
     * A business order and what belongs to it.
     *
     * @param orderNo its number
     * @param customerNo its customer
     * @param customerName the customer's name
     * @param kind kind of business; null when none is registered
     * @param filedOn ISO date of filing; null when none is registered
     * @param packs its packs, in order of number
     * @param documents its documents
     * @param pageCount pages of all its documents
     */
    public record Order(
            String orderNo,
            String customerNo,
            String customerName,
            @Nullable String kind,
            @Nullable String filedOn,
            List<PackOfOrder> packs,
            List<Document> documents,
            long pageCount) {}

    /**
     * A pack in which an order has papers.
     *
     * @param packNo its number
     * @param state where it is
     */
    public record PackOfOrder(String packNo, String state) {}

    /**
     * A document.
     *
     * @param orderNo its order
     * @param packNo the pack it lies in
     * @param documentNo its number in the pack
     * @param title its title; null when none is registered
     * @param pageCount its registered pages
     */
    public record Document(
            String orderNo,
            String packNo,
            String documentNo,
            @Nullable String title,
            long pageCount) {}

    /**
     * A pack and what it holds.
     *
     * @param packNo its number
     * @param epc what its tag answers; null when it has none
     * @param barcode its bar code; null when it has none
     * @param sealNo its seal; null when none is registered
     * @param securityClass 1–3
     * @param state where it is
     * @param since since when
     * @param by who brought it into that state
     * @param positionCode its slot; null unless it is on the shelf
     * @param documents what it holds
     * @param pageCount pages of all its documents
     * @param placements where it lay, oldest first
     */
    public record Pack(
            String packNo,
            @Nullable String epc,
            @Nullable String barcode,
            @Nullable String sealNo,
            int securityClass,
            String state,
            OffsetDateTime since,
            String by,
            @Nullable String positionCode,
            List<Document> documents,
            long pageCount,
            List<Placement> placements) {}

    /**
     * Where a pack lay, from when to when.
     *
     * @param positionCode the slot
     * @param from first moment
     * @param to first moment no longer; null for now
     * @param placedBy who put it there
     * @param placedWhy why
     * @param takenBy who took it; null while it is there
     * @param takenWhy why; null while it is there
     */
    public record Placement(
            String positionCode,
            OffsetDateTime from,
            @Nullable OffsetDateTime to,
            String placedBy,
            String placedWhy,
            @Nullable String takenBy,
            @Nullable String takenWhy) {}

    /**
     * Reads an order.
     *
     * @param client where to look
     * @param orderNo its number
     * @return completes with it, or empty; fails when the database does
     */
    public Future<Optional<Order>> order(SqlClient client, BusinessOrderNo orderNo) {
        return client.preparedQuery(ORDER).execute(Tuple.of(orderNo.value())).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(Optional.empty());
            }
            Row row = rows.iterator().next();
            Tuple id = Tuple.of(row.getLong(0));
            var packs = client.preparedQuery(PACKS_OF_ORDER).execute(id);
            var documents = client.preparedQuery(DOCUMENTS_OF_ORDER).execute(id).map(Catalogue::documents);
            return Future.all(packs, documents).map(both -> {
                List<PackOfOrder> list = new ArrayList<>();
                packs.result().forEach(pack -> list.add(new PackOfOrder(pack.getString(0), pack.getString(1))));
                return Optional.of(order(row, list, documents.result()));
            });
        });
    }

    /**
     * Reads a pack by its number.
     *
     * @param client where to look
     * @param packNo its number
     * @return completes with it, or empty; fails when the database does
     */
    public Future<Optional<Pack>> pack(SqlClient client, PackNo packNo) {
        return client.preparedQuery(PACK + "p.pack_no = $1::text")
                .execute(Tuple.of(packNo.value()))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    Row row = rows.iterator().next();
                    Tuple id = Tuple.of(row.getLong(0));
                    var documents =
                            client.preparedQuery(DOCUMENTS_OF_PACK).execute(id).map(Catalogue::documents);
                    var history = client.preparedQuery(HISTORY).execute(id);
                    return Future.all(documents, history).map(both -> {
                        List<Placement> placements = new ArrayList<>();
                        history.result().forEach(past -> placements.add(placement(past)));
                        return Optional.of(pack(row, documents.result(), placements));
                    });
                });
    }

    private static List<Document> documents(Iterable<Row> rows) {
        List<Document> documents = new ArrayList<>();
        for (Row row : rows) {
            documents.add(new Document(
                    row.getString(0), row.getString(1), row.getString(2), row.getString(3), row.getLong(4)));
        }
        return documents;
    }

    private static Order order(Row row, List<PackOfOrder> packs, List<Document> documents) {
        LocalDate filedOn = row.getLocalDate(5);
        return new Order(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                filedOn == null ? null : filedOn.toString(),
                packs,
                documents,
                pages(documents));
    }

    private static Pack pack(Row row, List<Document> documents, List<Placement> placements) {
        return new Pack(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getShort(5),
                row.getString(6),
                row.getOffsetDateTime(7),
                row.getString(8),
                row.getString(9),
                documents,
                pages(documents),
                placements);
    }

    private static Placement placement(Row row) {
        return new Placement(
                row.getString(0),
                row.getOffsetDateTime(1),
                row.getOffsetDateTime(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }

    private static long pages(List<Document> documents) {
        return documents.stream().mapToLong(Document::pageCount).sum();
    }
}
