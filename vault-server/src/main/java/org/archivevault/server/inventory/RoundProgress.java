package org.archivevault.server.inventory;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.server.database.Database;

/** How far a round is: its uploads, and what they have seen of each face. Fixed readers are added when it is closed. */
final class RoundProgress {
    private static final String UPLOADS = "SELECT id, device, uploaded_by, uploaded_at, accepted, rejected, first_read,"
            + " last_read FROM inventory_upload WHERE round = $1::uuid ORDER BY uploaded_at, id";
    private static final String FACES =
            "SELECT left(l.position_code, -" + Round.SLOT_CHARACTERS + ") AS face, count(*),"
                    + " count(s.pack_id) FROM placement l LEFT JOIN (SELECT DISTINCT pack_id FROM inventory_read"
                    + " WHERE round = $1::uuid) s ON s.pack_id = l.pack_id WHERE l.valid_to IS NULL"
                    + " AND l.position_code >= $2::text AND l.position_code < $3::text GROUP BY 1 ORDER BY 1";

    private final Database database;

    RoundProgress(Database database) {
        this.database = database;
    }

    /** The sweeps that have come in, in their order. */
    Future<List<Map<String, Object>>> uploads(UUID round) {
        return database.reads().preparedQuery(UPLOADS).execute(Tuple.of(round)).map(rows -> {
            List<Map<String, Object>> uploads = new ArrayList<>();
            for (Row row : rows) {
                Map<String, Object> upload = new LinkedHashMap<>();
                upload.put("id", row.getUUID(0));
                upload.put("device", row.getString(1));
                upload.put("by", row.getString(2));
                upload.put("at", row.getOffsetDateTime(3));
                upload.put("accepted", row.getLong(4));
                upload.put("rejected", row.getLong(5));
                if (row.getOffsetDateTime(6) != null) {
                    upload.put("firstRead", row.getOffsetDateTime(6));
                    upload.put("lastRead", row.getOffsetDateTime(7));
                }
                uploads.add(upload);
            }
            return uploads;
        });
    }

    /** How many packs should stand in each face, and how many of them the uploads have seen anywhere. */
    Future<List<Map<String, Object>>> faces(Round round) {
        return database.inTransaction(tx -> tx.preparedQuery(FACES)
                .execute(
                        Tuple.of(round.id(), round.scope().from(), round.scope().to()))
                .map(rows -> {
                    List<Map<String, Object>> faces = new ArrayList<>();
                    for (Row row : rows) {
                        Map<String, Object> face = new LinkedHashMap<>();
                        face.put("face", row.getString(0));
                        face.put("packs", row.getLong(1));
                        face.put("seen", row.getLong(2));
                        faces.add(face);
                    }
                    return faces;
                }));
    }
}
