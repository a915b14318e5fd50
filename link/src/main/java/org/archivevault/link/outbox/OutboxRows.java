package org.archivevault.link.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.event.Lane;

/** What is done to the rows of the outbox file. Used by one thread. */
final class OutboxRows implements AutoCloseable {
    /** A row; its body as it lies in the file when it is written, and as JSON when it is read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and copied by nobody
    record Row(long seq, Instant at, byte[] body) {}

    private final PreparedStatement insert;
    private final PreparedStatement setLastSeq;
    private final PreparedStatement delete;
    private final PreparedStatement bytesUpTo;
    private final PreparedStatement dropNotesUpTo;
    private final PreparedStatement select;

    OutboxRows(Connection connection) throws SQLException {
        insert = connection.prepareStatement("insert into event(lane, seq, at, dropped, body) values (?, ?, ?, ?, ?)");
        setLastSeq = connection.prepareStatement("update lane set last_seq = ? where lane = ?");
        delete = connection.prepareStatement("delete from event where lane = ? and seq <= ?");
        bytesUpTo = connection.prepareStatement(
                "select coalesce(sum(length(body)), 0) from event where lane = ? and seq <= ?");
        dropNotesUpTo = connection.prepareStatement(
                "select seq, at, body from event where lane = ? and seq <= ? and dropped = 1 order by seq");
        select = connection.prepareStatement(
                "select seq, at, body from event where lane = ? and seq > ? order by seq limit ?");
    }

    void insert(Lane lane, Row row, boolean saysDropped) throws SQLException {
        insert.setString(1, lane.wireName());
        insert.setLong(2, row.seq());
        insert.setString(3, row.at().toString());
        insert.setInt(4, saysDropped ? 1 : 0);
        insert.setBytes(5, row.body());
        insert.executeUpdate();
    }

    void setLastSeq(Lane lane, long lastSeq) throws SQLException {
        setLastSeq.setLong(1, lastSeq);
        setLastSeq.setString(2, lane.wireName());
        setLastSeq.executeUpdate();
    }

    long bytesUpTo(Lane lane, long upTo) throws SQLException {
        bytesUpTo.setString(1, lane.wireName());
        bytesUpTo.setLong(2, upTo);
        try (ResultSet r = bytesUpTo.executeQuery()) {
            return r.getLong(1);
        }
    }

    void delete(Lane lane, long upTo) throws SQLException {
        delete.setString(1, lane.wireName());
        delete.setLong(2, upTo);
        delete.executeUpdate();
    }

    List<Row> dropNotesUpTo(Lane lane, long upTo) throws SQLException {
        dropNotesUpTo.setString(1, lane.wireName());
        dropNotesUpTo.setLong(2, upTo);
        return rows(dropNotesUpTo, Long.MAX_VALUE);
    }

    List<Row> read(Lane lane, long after, int maxRows, long maxBytes) throws SQLException {
        select.setString(1, lane.wireName());
        select.setLong(2, after);
        select.setInt(3, maxRows);
        return rows(select, maxBytes);
    }

    private static List<Row> rows(PreparedStatement query, long maxBytes) throws SQLException {
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        try (ResultSet r = query.executeQuery()) {
            while (r.next()) {
                Row row = new Row(r.getLong(1), Instant.parse(r.getString(2)), Packed.unpack(r.getBytes(3)));
                bytes += row.body().length;
                if (bytes > maxBytes && !rows.isEmpty()) {
                    break;
                }
                rows.add(row);
            }
        }
        return rows;
    }

    boolean isClosed() throws SQLException {
        return insert.isClosed();
    }

    /** Closes all of them, also those that the driver has given up already. */
    @Override
    public void close() throws SQLException {
        for (PreparedStatement each : List.of(insert, setLastSeq, delete, bytesUpTo, dropNotesUpTo, select)) {
            each.close();
        }
    }
}
