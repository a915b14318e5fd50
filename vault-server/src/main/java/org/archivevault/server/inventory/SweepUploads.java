package org.archivevault.server.inventory;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.importing.Upload;
import org.archivevault.server.importing.Upload.Received;
import org.archivevault.server.inventory.SweepIntake.Sweep;
import org.archivevault.server.inventory.SweepIntake.Taken;
import org.jspecify.annotations.Nullable;

/** Receives the files of hand-helds and takes them into a round, however late they come. */
final class SweepUploads {
    /** Ten million reads. */
    private static final long LARGEST_BYTES = 1024L * 1024 * 1024;

    private final Vertx vertx;
    private final DatabaseSettings settings;
    private final AccessLog log;
    private final InstantSource clock;
    private final Path folder;

    /**
     * @param vertx the instance
     * @param settings the database, for a JDBC connection of each sweep's own
     * @param log records each file before it is taken in
     * @param clock the wall clock
     * @param folder where files lie while they are received
     */
    SweepUploads(Vertx vertx, DatabaseSettings settings, AccessLog log, InstantSource clock, Path folder) {
        this.vertx = vertx;
        this.settings = settings;
        this.log = log;
        this.clock = clock;
        this.folder = folder;
    }

    /**
     * What is said with a file.
     *
     * @param round of which round
     * @param json JSON, or else CSV
     * @param device what read it, for people
     * @param zone of times without an offset; null when nobody said
     * @param face where every line was read that does not say otherwise; null when nobody said
     */
    record Said(
            Round round,
            boolean json,
            String device,
            @Nullable ZoneId zone,
            @Nullable FaceId face) {}

    /**
     * A sweep that was taken in.
     *
     * @param id its number
     * @param again whether the same file had been taken into this round before: then nothing has changed
     * @param taken what became of its lines
     */
    record Entered(UUID id, boolean again, Taken taken) {}

    /** Makes the folder, and deletes what an earlier process had not dealt with: its sender was not told that it had. */
    Future<Void> start() {
        return vertx.executeBlocking(() -> {
            Files.createDirectories(folder);
            try (var leftovers = Files.newDirectoryStream(folder, "*.part")) {
                for (Path part : leftovers) {
                    Files.delete(part);
                }
            }
            return null;
        });
    }

    /**
     * Receives the body and takes it in.
     *
     * @param request its body is the file
     * @param said what is said with it
     * @param caller who
     * @return completes when it counts; fails with {@code sweep-refused} when nothing of it can be read, and
     *     {@code inventory-closed} when the round was closed meanwhile
     */
    Future<Entered> receive(HttpServerRequest request, Said said, Principal caller) {
        Path part = folder.resolve(UUID.randomUUID() + ".part");
        return Upload.receive(vertx, request, part)
                .compose(received -> received.bytes() > LARGEST_BYTES
                        ? Future.failedFuture(Problem.of(ErrorCode.BODY_TOO_LARGE, LARGEST_BYTES))
                        : log.record(entry(said, received, caller)).map(received))
                .compose(received -> vertx.executeBlocking(() -> enter(part, received, said, caller), false))
                .eventually(() -> vertx.fileSystem().delete(part.toString()).recover(gone -> Future.succeededFuture()));
    }

    private static AccessEntry entry(Said said, Received received, Principal caller) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("sha256", received.contentHash());
        details.put("bytes", received.bytes());
        details.put("device", said.device());
        return AccessEntry.of(
                "inventory-sweep-received",
                caller.userName(),
                "inventory:" + said.round().id(),
                AccessEntry.OK,
                details);
    }

    private Entered enter(Path file, Received received, Said said, Principal caller) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password())) {
            connection.setAutoCommit(false);
            try (InputStream in = Files.newInputStream(file)) {
                Entered entered = enter(connection, in, received, said, caller);
                connection.commit();
                return entered;
            } catch (SweepFile.Unusable e) {
                connection.rollback();
                Bilingual told = ErrorCode.SWEEP_REFUSED.sentence();
                throw Problem.of(
                        ErrorCode.SWEEP_REFUSED,
                        new Bilingual(
                                told.with(e.sentence().zh()).zh(),
                                told.with(e.sentence().en()).en()));
            }
        } catch (SQLException e) {
            throw told(e);
        } catch (IOException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw told(refused);
            }
            // A file of ours that cannot be read is a defect, not a database that is away.
            throw new UncheckedIOException(e);
        }
    }

    /** A database that is away is no defect of ours. */
    private static SQLException told(SQLException failure) {
        String state = failure.getSQLState();
        if (state != null && (state.startsWith("08") || state.startsWith("57P"))) {
            throw Problem.of(ErrorCode.DATABASE_UNAVAILABLE);
        }
        return failure;
    }

    private Entered enter(Connection connection, InputStream in, Received received, Said said, Principal caller)
            throws SQLException, IOException, SweepFile.Unusable {
        Round round = said.round();
        lockOpen(connection, round);
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        if (!insert(connection, id, received, said, caller, now)) {
            return known(connection, round, received);
        }
        SweepRules rules = new SweepRules(
                new SweepRules.Frame(round.scope(), round.since().toInstant(), now, said.zone(), said.face()));
        Taken taken = SweepIntake.take(
                connection,
                new Sweep(id, round.id(), said.device(), received.contentHash()),
                rules,
                said.json() ? new SweepJson() : new SweepCsv(),
                in);
        return new Entered(id, false, taken);
    }

    /** Sweeps come in side by side; closing the round waits for them. */
    private static void lockOpen(Connection connection, Round round) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT state FROM inventory_round WHERE id = ? FOR SHARE")) {
            lock.setObject(1, round.id());
            try (ResultSet rows = lock.executeQuery()) {
                if (!rows.next() || !rows.getString(1).equals("open")) {
                    throw Problem.of(ErrorCode.INVENTORY_CLOSED, round.id());
                }
            }
        }
    }

    private static boolean insert(
            Connection connection, UUID id, Received received, Said said, Principal caller, Instant now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO inventory_upload"
                + " (id, round, content_hash, device, uploaded_by, uploaded_at, accepted, rejected)"
                + " VALUES (?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT (round, content_hash) DO NOTHING")) {
            insert.setObject(1, id);
            insert.setObject(2, said.round().id());
            insert.setString(3, received.contentHash());
            insert.setString(4, said.device());
            insert.setString(5, caller.userName());
            insert.setTimestamp(6, Timestamp.from(now));
            return insert.executeUpdate() == 1;
        }
    }

    private static Entered known(Connection connection, Round round, Received received) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement("SELECT id, accepted, first_read, last_read"
                + " FROM inventory_upload WHERE round = ? AND content_hash = ?")) {
            find.setObject(1, round.id());
            find.setString(2, received.contentHash());
            try (ResultSet rows = find.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("uploads are never deleted");
                }
                UUID id = rows.getObject(1, UUID.class);
                Taken taken = new Taken(
                        rows.getLong(2),
                        RejectionList.read(connection, id),
                        List.of(),
                        instant(rows.getTimestamp(3)),
                        instant(rows.getTimestamp(4)));
                return new Entered(id, true, taken);
            }
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
