package org.archivevault.link.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.archivevault.link.outbox.OutboxFailure.Kind;
import org.archivevault.protocol.event.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The SQLite file: write-ahead log, {@code synchronous=FULL} (one fsync per commit), held by one process alone. Used by one
 * thread.
 */
final class OutboxFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxFile.class);
    private static final int FORMAT = 1;
    private static final int PAGE_BYTES = 4096;

    private static final String[] SCHEMA = {
        "create table outbox(id text not null)",
        "create table lane(lane text primary key, last_seq integer not null) without rowid",
        "create table event(lane text not null, seq integer not null, at text not null, dropped integer not null,"
                + " body blob not null, primary key(lane, seq)) without rowid",
        "insert into lane values ('access', 0), ('telemetry', 0)",
        "pragma user_version = " + FORMAT
    };

    private final Path path;
    private final Connection connection;
    private OutboxRows rows;
    private boolean inTransaction;

    private OutboxFile(Path path, Connection connection, OutboxLimits limits) throws SQLException {
        this.path = path;
        this.connection = connection;
        createIfNew();
        execute("pragma max_page_count = " + limits.fileBytes() / PAGE_BYTES);
        rows = new OutboxRows(connection);
    }

    static OutboxFile open(Path path, OutboxLimits limits) throws OutboxFailure {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setPageSize(PAGE_BYTES);
        config.setBusyTimeout(0);
        Connection connection = null;
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            connection = config.createConnection("jdbc:sqlite:" + path);
            return new OutboxFile(path, connection, limits);
        } catch (SQLException e) {
            closeQuietly(connection, e);
            throw failure(path, e);
        } catch (IOException e) {
            throw new OutboxFailure(Kind.READ_ONLY, path + ": " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable Connection connection, SQLException because) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                because.addSuppressed(e);
            }
        }
    }

    /** How SQLite itself says that it is set. */
    String pragma(String name) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("pragma " + name)) {
            return r.getString(1);
        }
    }

    private void createIfNew() throws SQLException {
        int format = Integer.parseInt(pragma("user_version"));
        if (format == 0) {
            begin();
            for (String sql : SCHEMA) {
                execute(sql);
            }
            setId(UUID.randomUUID(), "insert into outbox(id) values (?)");
        } else if (format != FORMAT) {
            throw new SQLException("format " + format + " is not " + FORMAT);
        } else {
            // Takes the lock for good, so that a second process learns at once that it is one too many. Nothing is
            // written:
            // the edge must start, and be able to stop the shelving, with a full disk too.
            begin();
        }
        commit();
    }

    /**
     * Transactions are begun and ended in SQL and not through the driver: when the disk is full, SQLite ends them by
     * itself, and the driver does not notice.
     */
    private void begin() throws SQLException {
        if (!inTransaction) {
            execute("begin immediate");
            inTransaction = true;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(sql);
        }
    }

    private void setId(UUID id, String sql) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement(sql)) {
            s.setString(1, id.toString());
            s.executeUpdate();
        }
    }

    UUID id() throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("select id from outbox")) {
            return UUID.fromString(r.getString(1));
        }
    }

    void renewId(UUID id) throws SQLException {
        begin();
        setId(id, "update outbox set id = ?");
    }

    LaneBook book(Lane lane) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement("select last_seq, (select min(seq) from event e where e.lane = l.lane),"
                        + " (select coalesce(sum(length(body)), 0) from event e where e.lane = l.lane)"
                        + " from lane l where lane = ?")) {
            s.setString(1, lane.wireName());
            try (ResultSet r = s.executeQuery()) {
                long lastSeq = r.getLong(1);
                long oldest = r.getLong(2);
                return r.wasNull() ? LaneBook.empty(lastSeq) : new LaneBook(oldest, lastSeq, r.getLong(3));
            }
        }
    }

    /** The rows, within an open transaction. */
    OutboxRows writing() throws SQLException {
        begin();
        return rows;
    }

    /** The rows, to look at. */
    OutboxRows reading() {
        return rows;
    }

    /** Ends the transaction, if one is open; when this returns, it is on the disk. */
    void commit() throws SQLException {
        if (inTransaction) {
            execute("commit");
            inTransaction = false;
        }
    }

    /** Undoes the open transaction, and moves the log into the file so that its room can be used again. */
    void rollback() throws SQLException {
        if (inTransaction) {
            try {
                execute("rollback");
            } catch (SQLException e) {
                LOG.debug("SQLite has rolled back by itself: {}", e.getMessage());
            }
            inTransaction = false;
        }
        // The driver leaves a statement that has failed unusable, and keeps it until it is closed.
        rows.close();
        rows = new OutboxRows(connection);
        execute("pragma wal_checkpoint(restart)");
    }

    OutboxFailure failure(SQLException e) {
        return failure(path, e);
    }

    private static OutboxFailure failure(Path path, SQLException e) {
        String detail = path + " (" + e.getMessage() + ")";
        if (!(e instanceof SQLiteException sqlite)) {
            return new OutboxFailure(Kind.UNREADABLE, detail, e);
        }
        // Extended codes carry the plain one in the low byte.
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
        return switch (code) {
            case SQLITE_FULL -> new OutboxFailure(Kind.FULL, detail, e);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM -> new OutboxFailure(Kind.READ_ONLY, detail, e);
            case SQLITE_BUSY, SQLITE_LOCKED -> new OutboxFailure(Kind.IN_USE, detail, e);
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR, SQLITE_SCHEMA ->
                new OutboxFailure(Kind.UNREADABLE, detail, e);
            default -> new OutboxFailure(Kind.DISK, detail, e);
        };
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        connection.close();
    }
}
