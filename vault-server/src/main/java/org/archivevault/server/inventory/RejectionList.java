package org.archivevault.server.inventory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.inventory.SweepFault.Rejection;

/** The lines of a sweep that did not count, as they were kept. Blocking. */
final class RejectionList {
    private RejectionList() {}

    static List<Rejection> read(Connection connection, UUID upload) throws SQLException {
        List<Rejection> rejections = new ArrayList<>();
        try (PreparedStatement find = connection.prepareStatement(
                "SELECT line_no, code, zh, en, line FROM inventory_rejection WHERE upload = ? ORDER BY line_no")) {
            find.setObject(1, upload);
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    rejections.add(new Rejection(
                            rows.getLong(1),
                            rows.getString(2),
                            new Bilingual(rows.getString(3), rows.getString(4)),
                            rows.getString(5)));
                }
            }
        }
        return rejections;
    }
}
