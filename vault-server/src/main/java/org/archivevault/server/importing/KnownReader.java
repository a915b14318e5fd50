package org.archivevault.server.importing;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.server.importing.KnownPack.DocumentKey;
import org.archivevault.server.importing.KnownPack.KnownDocument;

/** Reads what the catalogue holds on everything that one chunk mentions, by key, in a handful of statements. */
final class KnownReader {
    private static final String ORDERS = "SELECT o.id, o.order_no, o.customer_no, n.name, o.kind, o.filed_on"
            + " FROM business_order o JOIN customer_name n ON n.id = o.name_id WHERE o.order_no = ANY (?::text[])";
    private static final String PACK_COLUMNS = "SELECT p.id, p.pack_no, p.epc, p.barcode, p.seal_no, p.security_class,"
            + " p.state, p.position_code FROM pack p WHERE ";
    private static final String SLOTS = "SELECT s.position_code, p.pack_no FROM slot s"
            + " LEFT JOIN placement l ON l.position_code = s.position_code AND l.valid_to IS NULL"
            + " LEFT JOIN pack p ON p.id = l.pack_id WHERE s.in_plan AND s.position_code = ANY (?::text[])";
    private static final String LINKS = "SELECT op.pack_id, o.order_no FROM order_pack op"
            + " JOIN business_order o ON o.id = op.order_id WHERE op.pack_id = ANY (?::bigint[])";
    private static final String DOCUMENTS = "SELECT d.id, d.pack_id, o.order_no, d.document_no, d.title FROM document d"
            + " JOIN business_order o ON o.id = d.order_id WHERE d.pack_id = ANY (?::bigint[])";
    private static final String PAGES = "SELECT document_id, page_no FROM page WHERE document_id = ANY (?::bigint[])";

    private final Connection connection;
    private final KnownCatalogue known = new KnownCatalogue();
    private final Map<Long, KnownPack> packsById = new HashMap<>();

    private KnownReader(Connection connection) {
        this.connection = connection;
    }

    static KnownCatalogue read(Connection connection, List<ImportLine> lines) throws SQLException {
        return new KnownReader(connection).read(lines);
    }

    private KnownCatalogue read(List<ImportLine> lines) throws SQLException {
        Set<String> orders = new HashSet<>();
        Set<String> packs = new HashSet<>();
        Set<String> epcs = new HashSet<>();
        Set<String> barcodes = new HashSet<>();
        Set<String> slots = new HashSet<>();
        for (ImportLine line : lines) {
            orders.add(line.orderNo());
            packs.add(line.packNo());
            addUnlessNull(epcs, line.epc());
            addUnlessNull(barcodes, line.barcode());
            addUnlessNull(slots, line.positionCode());
        }
        query(ORDERS, "text", orders, this::order);
        query(PACK_COLUMNS + "p.pack_no = ANY (?::text[])", "text", packs, this::pack);
        query(PACK_COLUMNS + "p.epc = ANY (?::text[])", "text", epcs, this::pack);
        query(PACK_COLUMNS + "p.barcode = ANY (?::text[])", "text", barcodes, this::pack);
        query(
                SLOTS,
                "text",
                slots,
                row -> known.slot(
                        row.getString(1), row.getString(2) == null ? KnownCatalogue.NOBODY : row.getString(2)));
        contents();
        return known;
    }

    private void contents() throws SQLException {
        query(LINKS, "bigint", packsById.keySet(), row -> {
            KnownPack pack = packsById.get(row.getLong(1));
            if (pack != null) {
                pack.linkedOrders.add(row.getString(2));
            }
        });
        Map<Long, KnownDocument> documents = new HashMap<>();
        query(DOCUMENTS, "bigint", packsById.keySet(), row -> {
            KnownDocument document = new KnownDocument(row.getString(4));
            document.id = row.getLong(1);
            document.title = row.getString(5);
            documents.put(document.id, document);
            KnownPack pack = packsById.get(row.getLong(2));
            if (pack != null) {
                pack.documents.put(new DocumentKey(row.getString(3), document.documentNo), document);
            }
        });
        query(PAGES, "bigint", documents.keySet(), row -> {
            KnownDocument document = documents.get(row.getLong(1));
            if (document != null) {
                document.pages.set(row.getInt(2));
            }
        });
    }

    private void order(ResultSet row) throws SQLException {
        KnownOrder order = new KnownOrder(row.getString(2), row.getString(3), row.getString(4));
        order.id = row.getLong(1);
        order.kind = row.getString(5);
        Date filedOn = row.getDate(6);
        order.filedOn = filedOn == null ? null : filedOn.toLocalDate();
        known.add(order);
    }

    private void pack(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        if (packsById.containsKey(id)) {
            return;
        }
        KnownPack pack = new KnownPack(row.getString(2));
        pack.id = id;
        pack.epc = row.getString(3);
        pack.barcode = row.getString(4);
        pack.sealNo = row.getString(5);
        pack.securityClass = row.getInt(6);
        pack.state = row.getString(7);
        pack.positionCode = row.getString(8);
        packsById.put(id, pack);
        known.add(pack);
    }

    private void query(String sql, String type, Collection<?> keys, RowReader reader) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf(type, new ArrayList<>(keys).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    private static void addUnlessNull(Set<String> set, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            set.add(value);
        }
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
