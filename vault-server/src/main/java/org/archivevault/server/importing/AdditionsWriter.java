package org.archivevault.server.importing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.stream.LongStream;
import org.archivevault.server.importing.ChunkDecision.Additions;
import org.archivevault.server.search.NameParts;

/** Copies what a chunk adds straight into the tables, with numbers taken from their sequences beforehand. */
final class AdditionsWriter {
    private static final String PLACED_WHY = "import";

    private final Connection connection;
    private final Additions additions;
    private final String by;
    private final OffsetDateTime at;

    private AdditionsWriter(Connection connection, Additions additions, String by, Instant at) {
        this.connection = connection;
        this.additions = additions;
        this.by = by;
        this.at = at.atOffset(ZoneOffset.UTC);
    }

    static void write(Connection connection, Additions additions, String by, Instant at) throws SQLException {
        new AdditionsWriter(connection, additions, by, at).write();
    }

    private void write() throws SQLException {
        Map<String, Long> names = names();
        orders(names);
        packs();
        copyUnlessEmpty(
                additions.links,
                "order_pack (order_id, pack_id)",
                (out, link) -> out.number(link.order().id).number(link.pack().id));
        documents();
        copyUnlessEmpty(
                additions.pages,
                "page (document_id, page_no)",
                (out, page) -> out.number(page.document().id).number(page.pageNo()));
        completeOrders();
        completePacks();
        completeDocuments();
        // After the state of known packs has been set: the placement says where.
        copyUnlessEmpty(
                additions.placed,
                "placement (pack_id, position_code, valid_from, placed_by, placed_why)",
                (out, pack) -> out.number(pack.id)
                        .text(pack.positionCode)
                        .text(at)
                        .text(by)
                        .text(PLACED_WHY));
    }

    private Map<String, Long> names() throws SQLException {
        Set<String> wanted = new LinkedHashSet<>();
        additions.orders.forEach(order -> wanted.add(order.customerName));
        Map<String, Long> ids = new HashMap<>();
        try (PreparedStatement find =
                connection.prepareStatement("SELECT name, id FROM customer_name WHERE name = ANY (?::text[])")) {
            find.setArray(1, connection.createArrayOf("text", wanted.toArray()));
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        wanted.removeAll(ids.keySet());
        List<String> fresh = new ArrayList<>(wanted);
        PrimitiveIterator.OfLong numbers = numbers("customer_name", fresh.size());
        fresh.forEach(name -> ids.put(name, numbers.nextLong()));
        copyUnlessEmpty(
                fresh,
                "customer_name (id, name)",
                (out, name) -> out.number(id(ids, name)).text(name));
        if (!fresh.isEmpty()) {
            CopyRows.into(connection, "customer_name_part (part, name_id)", out -> {
                for (String name : fresh) {
                    for (String part : NameParts.of(name)) {
                        out.text(part).number(id(ids, name)).endRow();
                    }
                }
            });
        }
        return ids;
    }

    private void orders(Map<String, Long> names) throws SQLException {
        PrimitiveIterator.OfLong numbers = numbers("business_order", additions.orders.size());
        additions.orders.forEach(order -> order.id = numbers.nextLong());
        copyUnlessEmpty(
                additions.orders,
                "business_order (id, order_no, customer_no, name_id, kind, filed_on)",
                (out, order) -> out.number(order.id)
                        .text(order.orderNo)
                        .text(order.customerNo)
                        .number(id(names, order.customerName))
                        .text(order.kind)
                        .text(order.filedOn));
    }

    private void packs() throws SQLException {
        PrimitiveIterator.OfLong numbers = numbers("pack", additions.packs.size());
        additions.packs.forEach(pack -> pack.id = numbers.nextLong());
        copyUnlessEmpty(
                additions.packs,
                "pack (id, pack_no, epc, barcode, seal_no, security_class, state, state_since, state_by,"
                        + " position_code)",
                (out, pack) -> out.number(pack.id)
                        .text(pack.packNo)
                        .text(pack.epc)
                        .text(pack.barcode)
                        .text(pack.sealNo)
                        .number(Math.max(1, pack.securityClass))
                        .text(pack.placedNow ? "on-shelf" : KnownPack.UNKNOWN_STATE)
                        .text(at)
                        .text(by)
                        .text(pack.positionCode));
    }

    private void documents() throws SQLException {
        PrimitiveIterator.OfLong numbers = numbers("document", additions.documents.size());
        additions.documents.forEach(added -> added.document().id = numbers.nextLong());
        copyUnlessEmpty(
                additions.documents,
                "document (id, pack_id, order_id, document_no, title)",
                (out, added) -> out.number(added.document().id)
                        .number(added.pack().id)
                        .number(added.order().id)
                        .text(added.document().documentNo)
                        .text(added.document().title));
    }

    private void completeOrders() throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE business_order SET kind = ?, filed_on = ? WHERE id = ?")) {
            for (KnownOrder order : additions.completedOrders) {
                update.setString(1, order.kind);
                update.setObject(2, order.filedOn);
                update.setLong(3, order.id);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void completePacks() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE pack SET epc = ?, barcode = ?, seal_no = ?,"
                + " state = CASE WHEN ? THEN 'on-shelf' ELSE state END,"
                + " state_since = CASE WHEN ? THEN ? ELSE state_since END,"
                + " state_by = CASE WHEN ? THEN ? ELSE state_by END WHERE id = ?")) {
            for (KnownPack pack : additions.completedPacks) {
                update.setString(1, pack.epc);
                update.setString(2, pack.barcode);
                update.setString(3, pack.sealNo);
                update.setBoolean(4, pack.placedNow);
                update.setBoolean(5, pack.placedNow);
                update.setObject(6, at);
                update.setBoolean(7, pack.placedNow);
                update.setString(8, by);
                update.setLong(9, pack.id);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void completeDocuments() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE document SET title = ? WHERE id = ?")) {
            for (KnownPack.KnownDocument document : additions.completedDocuments) {
                update.setString(1, document.title);
                update.setLong(2, document.id);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private PrimitiveIterator.OfLong numbers(String table, int howMany) throws SQLException {
        if (howMany == 0) {
            return LongStream.empty().iterator();
        }
        LongStream.Builder numbers = LongStream.builder();
        try (PreparedStatement next = connection.prepareStatement("SELECT nextval(s.name) FROM"
                + " (SELECT pg_get_serial_sequence(?, 'id')::regclass AS name OFFSET 0) s, generate_series(1, ?)")) {
            next.setString(1, table);
            next.setInt(2, howMany);
            try (ResultSet rows = next.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
        }
        return numbers.build().iterator();
    }

    private <T> void copyUnlessEmpty(List<T> items, String table, ItemWriter<T> writer) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        CopyRows.into(connection, table, out -> {
            for (T item : items) {
                writer.write(out, item).endRow();
            }
        });
    }

    private static long id(Map<String, Long> ids, String key) {
        Long id = ids.get(key);
        if (id == null) {
            throw new IllegalStateException("no number for " + key);
        }
        return id;
    }

    @FunctionalInterface
    private interface ItemWriter<T> {
        CopyRows write(CopyRows out, T item);
    }
}
