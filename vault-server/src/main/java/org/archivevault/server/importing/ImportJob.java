package org.archivevault.server.importing;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.archivevault.server.importing.ChunkDecision.Additions;
import org.archivevault.server.importing.ChunkLoader.Count;
import org.archivevault.server.importing.ImportWorker.Connections;

/** Works through one file, on the worker's thread. */
final class ImportJob {
    private final Connections connections;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Executor ahead;
    private final int chunkBytes;
    private final BooleanSupplier stopping;

    /**
     * @param connections the database
     * @param clock the wall clock for what is recorded
     * @param nanoTime a monotonic clock for rates, nanoseconds
     * @param ahead where the next chunk is read
     * @param chunkBytes size of a chunk
     * @param stopping asked between chunks
     */
    ImportJob(
            Connections connections,
            InstantSource clock,
            LongSupplier nanoTime,
            Executor ahead,
            int chunkBytes,
            BooleanSupplier stopping) {
        this.connections = connections;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.ahead = ahead;
        this.chunkBytes = chunkBytes;
        this.stopping = stopping;
    }

    /** How a run of the job ended. */
    enum End {
        /** Everything is in the catalogue. */
        LOADED,
        /** Nothing is, because some line was rejected. */
        REFUSED,
        /** Asked to stop between two chunks; to be gone on with. */
        STOPPED
    }

    /**
     * Goes on where the import stands.
     *
     * @param run the import as it stands in the table
     * @param file its content
     * @return how it ended
     */
    End run(ImportRun run, Path file) throws SQLException, IOException, ExportHead.Unusable {
        ExportHead head = ExportHead.read(ImportSpool.head(file), run.encoding());
        try (Connection connection = connections.open()) {
            if (run.mode() == ImportMode.ACCEPT_GOOD) {
                return acceptGood(new ChunkLoader(connection, clock), run, file, head);
            }
            return allOrNothing(connection, run, file, head);
        }
    }

    private End acceptGood(ChunkLoader loader, ImportRun start, Path file, ExportHead head)
            throws SQLException, IOException {
        ImportRun run = start;
        long begun = nanoTime.getAsLong();
        try (ChunkSource source = new ChunkSource(file, head, run.nextByte(), run.nextLine(), chunkBytes, ahead)) {
            while (true) {
                Optional<CheckedChunk> chunk = source.next();
                if (chunk.isEmpty()) {
                    loader.markLoaded(run.id());
                    return End.LOADED;
                }
                long now = nanoTime.getAsLong();
                loader.loadAndCommit(run, chunk.get(), (now - begun) / 1_000_000);
                begun = now;
                run = run.at(chunk.get().raw());
                if (stopping.getAsBoolean()) {
                    return End.STOPPED;
                }
            }
        }
    }

    /** One transaction for the whole file; progress and rejections are told over a second connection. */
    private End allOrNothing(Connection connection, ImportRun run, Path file, ExportHead head)
            throws SQLException, IOException {
        try (Connection beside = connections.open();
                ChunkSource source = new ChunkSource(file, head, head.dataByte(), head.dataLine(), chunkBytes, ahead)) {
            ChunkLoader loader = new ChunkLoader(connection, clock);
            startOver(beside, run, head);
            Count total = new Count(0, 0);
            long begun = nanoTime.getAsLong();
            Optional<CheckedChunk> chunk = source.next();
            while (chunk.isPresent()) {
                Additions additions = loader.load(run, chunk.get());
                ChunkLoader.keep(beside, run.id(), chunk.get().rejections());
                ChunkLoader.keep(beside, run.id(), additions.rejections);
                total = total.plus(Count.of(chunk.get(), additions));
                tellProgress(beside, run, chunk.get().raw(), total, (nanoTime.getAsLong() - begun) / 1_000_000);
                if (stopping.getAsBoolean()) {
                    loader.rollback();
                    return End.STOPPED;
                }
                chunk = source.next();
            }
            if (total.rejected() > 0) {
                loader.rollback();
                return End.REFUSED;
            }
            loader.markLoaded(run.id());
            return End.LOADED;
        }
    }

    private static void startOver(Connection beside, ImportRun run, ExportHead head) throws SQLException {
        try (PreparedStatement forget = beside.prepareStatement("DELETE FROM import_rejection WHERE import_id = ?")) {
            forget.setObject(1, run.id());
            forget.executeUpdate();
        }
        tell(beside, run, head.dataByte(), head.dataLine(), new Count(0, 0), 0);
    }

    private static void tellProgress(Connection beside, ImportRun run, RawChunk raw, Count total, long busyMillis)
            throws SQLException {
        tell(beside, run, raw.nextByte(), raw.nextLine(), total, busyMillis);
    }

    private static void tell(
            Connection beside, ImportRun run, long nextByte, long nextLine, Count total, long busyMillis)
            throws SQLException {
        try (PreparedStatement update = beside.prepareStatement("UPDATE import_run SET next_byte = ?, next_line = ?,"
                + " accepted = ?, rejected = ?, busy_millis = ? WHERE id = ? AND state = 'running'")) {
            update.setLong(1, nextByte);
            update.setLong(2, nextLine);
            update.setLong(3, total.accepted());
            update.setLong(4, total.rejected());
            update.setLong(5, busyMillis);
            update.setObject(6, run.id());
            update.executeUpdate();
        }
    }
}
