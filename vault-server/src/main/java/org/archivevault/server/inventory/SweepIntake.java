package org.archivevault.server.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.inventory.SweepFault.Refused;
import org.archivevault.server.inventory.SweepFault.Rejection;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Takes one sweep into the round, in one transaction of its own: lines checked one by one, then everything else in sets.
 * Blocking.
 */
final class SweepIntake {
    private static final int PIECE_CHARACTERS = 64 * 1024;
    private static final int REJECTION_BATCH = 1_000;

    /** A file with more bad lines than this is the wrong file; it is refused as a whole, and memory stays bounded. */
    static final int MOST_REJECTED = 20_000;

    private static final String FACES =
            "SELECT DISTINCT left(position_code, -" + Round.SLOT_CHARACTERS + ") FROM slot WHERE in_plan";
    private static final String LINES = "CREATE TEMP TABLE sweep_line (line_no bigint, epc text COLLATE \"C\","
            + " barcode text COLLATE \"C\", face text COLLATE \"C\", position_code text COLLATE \"C\","
            + " read_at timestamptz) ON COMMIT DROP";
    private static final String UNKNOWN_SLOTS = "DELETE FROM sweep_line l WHERE l.position_code IS NOT NULL"
            + " AND NOT EXISTS (SELECT FROM slot s WHERE s.position_code = l.position_code)"
            + " RETURNING l.line_no, l.position_code";
    private static final String READS = "INSERT INTO inventory_read"
            + " (round, sweep, pack_id, epc, barcode, face, position_code, read_at)"
            + " SELECT ?, ?, coalesce(e.id, b.id), CASE WHEN e.id IS NULL THEN l.epc END,"
            + " CASE WHEN b.id IS NULL THEN l.barcode END, l.face, l.position_code, l.read_at FROM sweep_line l"
            + " LEFT JOIN pack e ON e.epc = l.epc LEFT JOIN pack b ON b.barcode = l.barcode";
    /**
     * What a fixed reader holds present stays its own word; a hand-held says no more than when. In order of pack, so that
     * this and the readers' batches never wait for each other crosswise.
     */
    private static final String SIGHTINGS = "INSERT INTO pack_sighting AS w"
            + " (pack_id, seen_at, read_point, kind, face, present)"
            + " SELECT DISTINCT ON (pack_id) pack_id, read_at, ?, 'hand-held', face, false FROM inventory_read"
            + " WHERE round = ? AND sweep = ? AND pack_id IS NOT NULL ORDER BY pack_id, read_at DESC"
            + " ON CONFLICT (pack_id) DO UPDATE SET seen_at = EXCLUDED.seen_at, read_point = EXCLUDED.read_point,"
            + " kind = EXCLUDED.kind, face = EXCLUDED.face, rssi_dbm = NULL"
            + " WHERE NOT w.present AND w.seen_at < EXCLUDED.seen_at";

    private final Connection connection;
    private final Sweep sweep;
    private final SweepRules rules;
    private final Set<String> faces = new HashSet<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final StringBuilder piece = new StringBuilder(PIECE_CHARACTERS + 1_024);
    private @Nullable Instant first;
    private @Nullable Instant last;
    private long copied;

    /**
     * What comes in.
     *
     * @param id its number
     * @param round of which round
     * @param device what read it, for people
     * @param contentHash what the file says
     */
    record Sweep(UUID id, UUID round, String device, String contentHash) {}

    /**
     * What became of it.
     *
     * @param accepted lines that count
     * @param rejections lines that do not, in their order
     * @param ignored headings that mean nothing here
     * @param firstRead when the first line was read; null when none counts
     * @param lastRead when the last line was read
     */
    record Taken(
            long accepted,
            List<Rejection> rejections,
            List<String> ignored,
            @Nullable Instant firstRead,
            @Nullable Instant lastRead) {}

    private SweepIntake(Connection connection, Sweep sweep, SweepRules rules) {
        this.connection = connection;
        this.sweep = sweep;
        this.rules = rules;
    }

    /**
     * Takes it in; the caller has locked the round, and commits.
     *
     * @param connection in a transaction, in which the upload has its row
     * @param sweep what it is
     * @param rules for each line
     * @param file how to read it
     * @param in the file
     * @return what became of it
     */
    static Taken take(Connection connection, Sweep sweep, SweepRules rules, SweepFile file, InputStream in)
            throws SQLException, IOException, SweepFile.Unusable {
        return new SweepIntake(connection, sweep, rules).take(file, in);
    }

    private Taken take(SweepFile file, InputStream in) throws SQLException, IOException, SweepFile.Unusable {
        execute(LINES);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FACES)) {
            while (rows.next()) {
                faces.add(rows.getString(1));
            }
        }
        List<String> ignored = copy(file, in);
        rejectUnknownSlots();
        execute("ANALYZE sweep_line");
        try (PreparedStatement reads = connection.prepareStatement(READS)) {
            reads.setObject(1, sweep.round());
            reads.setObject(2, sweep.id());
            reads.executeUpdate();
        }
        try (PreparedStatement sightings = connection.prepareStatement(SIGHTINGS)) {
            sightings.setString(1, sweep.device());
            sightings.setObject(2, sweep.round());
            sightings.setObject(3, sweep.id());
            sightings.executeUpdate();
        }
        rejections.sort((a, b) -> Long.compare(a.line(), b.line()));
        keepRejections();
        Taken taken = new Taken(copied, rejections, ignored, first, last);
        keepCounts(taken);
        return taken;
    }

    private List<String> copy(SweepFile file, InputStream in) throws SQLException, IOException, SweepFile.Unusable {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY sweep_line FROM STDIN");
        try {
            List<String> ignored = file.read(in, new SweepFile.Lines() {
                @Override
                public void line(long lineNo, Map<SweepColumn, String> fields, String text)
                        throws IOException, SweepFile.Unusable {
                    try {
                        add(copy, rules.check(lineNo, fields));
                    } catch (Refused refused) {
                        broken(refused.on(lineNo, text));
                    }
                }

                @Override
                public void broken(Rejection rejection) throws SweepFile.Unusable {
                    rejections.add(rejection);
                    if (rejections.size() > MOST_REJECTED) {
                        throw tooMany(rejections.get(0));
                    }
                }
            });
            send(copy);
            copy.endCopy();
            return ignored;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static SweepFile.Unusable tooMany(Rejection first) {
        return new SweepFile.Unusable(new Bilingual(
                        "超过 {} 行不合格，整个文件未接收；例如第 {} 行：{}",
                        "more than {} lines do not count, so none of the file was taken; line {}, for example: {}")
                .with(MOST_REJECTED, first.line(), first.reason()));
    }

    private void add(CopyIn copy, SweepLine line) throws IOException, Refused {
        String face = line.face();
        if (face != null && !faces.contains(face)) {
            throw SweepFault.FACE_UNKNOWN.with(face);
        }
        piece.append(line.lineNo()).append('\t');
        field(line.epc()).append('\t');
        field(line.barcode()).append('\t');
        field(face).append('\t');
        field(line.positionCode()).append('\t').append(line.readAt()).append('\n');
        copied++;
        Instant soFar = first;
        first = soFar == null || line.readAt().isBefore(soFar) ? line.readAt() : soFar;
        soFar = last;
        last = soFar == null || line.readAt().isAfter(soFar) ? line.readAt() : soFar;
        if (piece.length() >= PIECE_CHARACTERS) {
            try {
                send(copy);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }

    /** All that comes here has been checked and is printable ASCII: only the backslash means something to COPY. */
    private StringBuilder field(@Nullable String text) {
        if (text == null) {
            return piece.append("\\N");
        }
        return piece.append(text.indexOf('\\') < 0 ? text : text.replace("\\", "\\\\"));
    }

    private void send(CopyIn copy) throws SQLException {
        byte[] bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        piece.setLength(0);
    }

    private void rejectUnknownSlots() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(UNKNOWN_SLOTS)) {
            while (rows.next()) {
                rejections.add(SweepFault.SLOT_UNKNOWN.with(rows.getString(2)).on(rows.getLong(1), rows.getString(2)));
                copied--;
            }
        }
    }

    private void keepRejections() throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO inventory_rejection (upload, line_no, code, zh, en, line)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")) {
            int batch = 0;
            for (Rejection rejection : rejections) {
                insert.setObject(1, sweep.id());
                insert.setLong(2, rejection.line());
                insert.setString(3, rejection.code());
                insert.setString(4, rejection.reason().zh());
                insert.setString(5, rejection.reason().en());
                insert.setString(6, rejection.text());
                insert.addBatch();
                if (++batch % REJECTION_BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void keepCounts(Taken taken) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE inventory_upload SET accepted = ?,"
                + " rejected = ?, first_read = ?, last_read = ? WHERE id = ?")) {
            update.setLong(1, taken.accepted());
            update.setLong(2, taken.rejections().size());
            update.setTimestamp(3, timestamp(taken.firstRead()));
            update.setTimestamp(4, timestamp(taken.lastRead()));
            update.setObject(5, sweep.id());
            update.executeUpdate();
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
