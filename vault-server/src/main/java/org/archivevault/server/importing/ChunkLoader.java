package org.archivevault.server.importing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.archivevault.server.importing.ChunkDecision.Additions;

/** Loads chunks over one JDBC connection. Blocking; belongs to one thread. */
final class ChunkLoader {
    /**
     * How often a chunk is tried when somebody else changed the same things between our look and our write (a put-away
     * took the slot): after the first retry that is practically impossible.
     */
    private static final int TRIES = 5;

    /** Unique and exclusion violation, serialization failure, deadlock: look again and decide again. */
    private static final Set<String> LOOK_AGAIN = Set.of("23505", "23P01", "40001", "40P01");

    private final Connection connection;
    private final InstantSource clock;

    ChunkLoader(Connection connection, InstantSource clock) throws SQLException {
        this.connection = connection;
        this.clock = clock;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // A plan made while a table was empty is kept for the session, the foreign keys' own included;
            // a sequential scan chosen then would be repeated when the table has millions of rows.
            statement.execute("SET enable_seqscan = off");
            // Thousands of probes of an index look dear enough to the planner to be compiled, which takes longer than
            // they do.
            statement.execute("SET jit = off");
        }
        connection.commit();
    }

    /**
     * Loads one chunk and moves the cursor, in one transaction.
     *
     * @param run the import as it stood before the chunk
     * @param chunk what to load
     * @return how many lines were accepted and rejected
     */
    Count loadAndCommit(ImportRun run, CheckedChunk chunk, long busyMillis) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                Additions additions = load(run, chunk);
                keep(connection, run.id(), chunk.rejections());
                keep(connection, run.id(), additions.rejections);
                Count count = Count.of(chunk, additions);
                moveCursor(run, chunk.raw(), count, busyMillis);
                connection.commit();
                return count;
            } catch (SQLException e) {
                connection.rollback();
                if (attempt == TRIES || !mayLookAgain(e)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Loads one chunk and leaves the transaction open: all-or-nothing.
     *
     * @param run the import
     * @param chunk what to load
     * @return what it added and rejected
     */
    Additions load(ImportRun run, CheckedChunk chunk) throws SQLException {
        KnownCatalogue known = KnownReader.read(connection, chunk.lines());
        Additions additions = ChunkDecision.decide(chunk, known);
        AdditionsWriter.write(connection, additions, run.requestedBy(), clock.instant());
        return additions;
    }

    void markLoaded(UUID id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE import_run SET state = 'loaded', next_byte = total_bytes WHERE id = ?")) {
            update.setObject(1, id);
            update.executeUpdate();
        }
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Writes rejections with whatever transaction the connection is in. */
    static void keep(Connection connection, UUID id, List<Rejection> rejections) throws SQLException {
        if (rejections.isEmpty()) {
            return;
        }
        // A line longer than the buffer comes in pieces of one number: the first piece speaks for it.
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO import_rejection"
                + " (import_id, line_no, code, zh, en, line) SELECT ?::uuid, r.* FROM unnest(?::bigint[], ?::text[],"
                + " ?::text[], ?::text[], ?::text[]) r ON CONFLICT DO NOTHING")) {
            insert.setObject(1, id);
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", rejections.stream().map(Rejection::lineNo).toArray()));
            insert.setArray(3, texts(connection, rejections, Rejection::code));
            insert.setArray(4, texts(connection, rejections, r -> r.reason().zh()));
            insert.setArray(5, texts(connection, rejections, r -> r.reason().en()));
            insert.setArray(6, texts(connection, rejections, Rejection::text));
            insert.executeUpdate();
        }
    }

    static boolean mayLookAgain(SQLException e) {
        return e.getSQLState() != null && LOOK_AGAIN.contains(e.getSQLState());
    }

    private static java.sql.Array texts(
            Connection connection, List<Rejection> rejections, java.util.function.Function<Rejection, String> field)
            throws SQLException {
        return connection.createArrayOf("text", rejections.stream().map(field).toArray());
    }

    private void moveCursor(ImportRun run, RawChunk raw, Count count, long busyMillis) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE import_run SET next_byte = ?, next_line = ?,"
                        + " accepted = accepted + ?, rejected = rejected + ?, busy_millis = busy_millis + ?"
                        + " WHERE id = ? AND next_byte = ? AND state = 'running'")) {
            update.setLong(1, raw.nextByte());
            update.setLong(2, raw.nextLine());
            update.setLong(3, count.accepted());
            update.setLong(4, count.rejected());
            update.setLong(5, busyMillis);
            update.setObject(6, run.id());
            update.setLong(7, run.nextByte());
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("import " + run.id() + " is no longer at byte " + run.nextByte()
                        + ": another process works on it");
            }
        }
    }

    /**
     * Lines of a chunk.
     *
     * @param accepted taken in
     * @param rejected not taken in
     */
    record Count(long accepted, long rejected) {
        static Count of(CheckedChunk chunk, Additions additions) {
            return new Count(additions.accepted, chunk.rejections().size() + (long) additions.rejections.size());
        }

        Count plus(Count other) {
            return new Count(accepted + other.accepted, rejected + other.rejected);
        }
    }
}
