package org.archivevault.edge.shelving.drive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.edge.shelving.Kept;
import org.archivevault.edge.shelving.Memory;
import org.archivevault.edge.shelving.ShelvingLimits;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.FencingToken;
import org.jspecify.annotations.Nullable;

/** The SQLite file behind {@link InboxStore}. Blocking; one thread at a time. */
final class InboxFile {
    /** Old commands are dropped once per so many new ones. */
    private static final int PRUNE_EVERY = 100;

    private static final String[] SCHEMA = {"""
        CREATE TABLE IF NOT EXISTS block (
          id TEXT PRIMARY KEY, highest_token INTEGER NOT NULL DEFAULT 0, locked_out INTEGER NOT NULL DEFAULT 0,
          comms_lost INTEGER NOT NULL DEFAULT 0, motion_ahead INTEGER NOT NULL DEFAULT 0) STRICT""", """
        CREATE TABLE IF NOT EXISTS command (
          seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, block TEXT NOT NULL,
          outcome TEXT, told INTEGER NOT NULL DEFAULT 0) STRICT"""};

    /** Neither the highest token nor the warning of a motion ahead is ever lowered by a command that brings less. */
    private static final String REMEMBER = "INSERT INTO block (id, highest_token, motion_ahead) VALUES (?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET highest_token = max(highest_token, excluded.highest_token),"
            + " motion_ahead = max(motion_ahead, excluded.motion_ahead)";

    private final Connection connection;
    /** Kept for the life of the connection: a command waits while its statements are made. A dozen texts at most. */
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private int sincePruned;

    private InboxFile(Connection connection) {
        this.connection = connection;
    }

    static InboxFile open(Path path) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            for (String table : SCHEMA) {
                statement.execute(table);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new InboxFile(connection);
    }

    Memory load(BlockId block) throws SQLException, MalformedMessage {
        List<CommandId> seen = new ArrayList<>();
        List<CommandId> unfinished = new ArrayList<>();
        Map<CommandId, CommandOutcome> untold = new LinkedHashMap<>();
        prune(block);
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, outcome, told FROM command WHERE block = ? ORDER BY seq")) {
            select.setString(1, block.toString());
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                CommandId id = CommandId.parse(rows.getString(1));
                String outcome = rows.getString(2);
                seen.add(id);
                if (outcome == null) {
                    unfinished.add(id);
                } else if (rows.getInt(3) == 0) {
                    untold.put(id, Json.read(outcome.getBytes(StandardCharsets.UTF_8), CommandOutcome.class));
                }
            }
        }
        return memory(block, seen, unfinished, untold);
    }

    private Memory memory(
            BlockId block, List<CommandId> seen, List<CommandId> unfinished, Map<CommandId, CommandOutcome> untold)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT highest_token, locked_out, comms_lost, motion_ahead FROM block WHERE id = ?")) {
            select.setString(1, block.toString());
            ResultSet row = select.executeQuery();
            if (!row.next()) {
                return new Memory(0, seen, unfinished, untold, Kept.NOTHING);
            }
            Kept kept = new Kept(row.getInt(2) != 0, row.getInt(3) != 0, row.getInt(4) != 0);
            return new Memory(row.getLong(1), seen, unfinished, untold, kept);
        }
    }

    void remember(Command command, @Nullable FencingToken highest, boolean motionAhead) throws SQLException {
        String block = command.block().toString();
        inTransaction(() -> {
            update(
                    "INSERT OR IGNORE INTO command (id, block) VALUES (?, ?)",
                    command.id().toString(),
                    block);
            update(REMEMBER, block, highest == null ? 0 : highest.value(), motionAhead ? 1 : 0);
        });
        if (++sincePruned >= PRUNE_EVERY) {
            sincePruned = 0;
            prune(command.block());
        }
    }

    /** A command whose arrival the disk could not take is taken now, so that a second delivery is known after a restart. */
    void ended(BlockId block, CommandId command, CommandOutcome outcome) throws SQLException {
        inTransaction(() -> {
            update("INSERT OR IGNORE INTO command (id, block) VALUES (?, ?)", command.toString(), block.toString());
            update(
                    "UPDATE command SET outcome = ? WHERE id = ? AND outcome IS NULL",
                    Json.text(outcome),
                    command.toString());
        });
    }

    void told(CommandId command) throws SQLException {
        update("UPDATE command SET told = 1 WHERE id = ?", command.toString());
    }

    void keep(BlockId block, Kept.Flag flag, boolean value) throws SQLException {
        String column = switch (flag) {
            case LOCKED_OUT -> "locked_out";
            case COMMS_LOST -> "comms_lost";
            case MOTION_AHEAD -> "motion_ahead";
        };
        inTransaction(() -> {
            update("INSERT OR IGNORE INTO block (id) VALUES (?)", block.toString());
            update("UPDATE block SET " + column + " = ? WHERE id = ?", value ? 1 : 0, block.toString());
        });
    }

    private void prune(BlockId block) throws SQLException {
        update("""
                DELETE FROM command WHERE block = ? AND told = 1 AND seq <= (
                  SELECT seq FROM command WHERE block = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)""", block.toString(), block.toString(), ShelvingLimits.COMMAND_IDS_KEPT);
    }

    private void update(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            // The driver leaves a statement that has failed unusable, and keeps it until it is closed.
            statements.remove(sql);
            statement.close();
            throw e;
        }
    }

    /** Several updates that reach the disk together. */
    @FunctionalInterface
    private interface Updates {
        void run() throws SQLException;
    }

    private void inTransaction(Updates updates) throws SQLException {
        connection.setAutoCommit(false);
        try {
            updates.run();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        connection.close();
    }
}
