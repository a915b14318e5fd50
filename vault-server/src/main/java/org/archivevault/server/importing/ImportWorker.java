package org.archivevault.server.importing;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.archivevault.protocol.Allowed;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads one file after another on a thread of its own; blocking JDBC never meets an event loop. When the database is
 * away it waits and goes on where the table says.
 */
final class ImportWorker {
    /** How much is loaded in one transaction, in bytes: about 25,000 lines, half a second of work. */
    static final int CHUNK_BYTES = 4 * 1024 * 1024;

    /** How long it waits before it tries a database again that was away, in milliseconds. */
    private static final long TRY_AGAIN_MILLIS = 1_000;

    /** How long the end of an import may take to be written and logged, in seconds. */
    private static final long FINISH_SECONDS = 10;

    /** How long a stop may wait for the chunk under way, in seconds. */
    private static final long STOP_SECONDS = 20;

    /** From this many new lines on the planner's statistics are renewed at once instead of when it gets round to it. */
    private static final long ANALYZE_FROM_LINES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ImportWorker.class);

    private final ImportRegister register;
    private final ImportSpool spool;
    private final Connections connections;
    private final InstantSource clock;
    private final int chunkBytes;
    private final ExecutorService ahead = Executors.newSingleThreadExecutor(task -> thread(task, "import-reader"));
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Semaphore work = new Semaphore(1);

    ImportWorker(
            ImportRegister register, ImportSpool spool, Connections connections, InstantSource clock, int chunkBytes) {
        this.register = register;
        this.spool = spool;
        this.connections = connections;
        this.clock = clock;
        this.chunkBytes = chunkBytes;
        this.thread = thread(this::loop, "import-worker");
    }

    /** Opens JDBC connections. */
    @FunctionalInterface
    interface Connections {
        Connection open() throws SQLException;
    }

    /** Begins with what an earlier process has left. */
    void start() {
        thread.start();
    }

    /** Tells that a file has been entered. */
    void wake() {
        work.release();
    }

    /** Stops after the chunk under way; blocking. What is left is gone on with at the next start. */
    void stop() throws InterruptedException {
        closing.countDown();
        work.release();
        thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        ahead.shutdown();
    }

    private void loop() {
        try {
            while (!stopping()) {
                work.acquire();
                work.drainPermits();
                if (!stopping() && !workOff()) {
                    // A database that was away or a process that overlaps: look again after a while.
                    closing.await(TRY_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                    work.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Works on all unfinished imports whose file lies here; false when one has to be tried again. */
    private boolean workOff() throws InterruptedException {
        try {
            List<ImportRun> runs = await(register.unfinished());
            for (ImportRun run : runs) {
                if (!stopping() && (run.state() == ImportState.LOADED || spool.has(run.contentHash()))) {
                    work(run);
                }
            }
            return true;
        } catch (SQLException | IOException | ExecutionException | TimeoutException e) {
            LOG.warn("An import waits: {}", e.getMessage(), e);
            return false;
        }
    }

    private void work(ImportRun run)
            throws SQLException, IOException, ExecutionException, TimeoutException, InterruptedException {
        ImportState end;
        @Nullable Bilingual failure = null;
        try {
            ImportJob.End ended = run.state() == ImportState.LOADED ? ImportJob.End.LOADED : load(run);
            if (ended == ImportJob.End.STOPPED) {
                return;
            }
            end = ended == ImportJob.End.LOADED ? ImportState.DONE : ImportState.REFUSED;
        } catch (ExportHead.Unusable e) {
            end = ImportState.FAILED;
            failure = e.faults().get(0);
        } catch (SQLException e) {
            if (isAway(e) || ChunkLoader.mayLookAgain(e)) {
                throw e;
            }
            end = ImportState.FAILED;
            failure = defect(run.id(), e);
        } catch (RuntimeException e) {
            end = ImportState.FAILED;
            failure = defect(run.id(), e);
        }
        if (end == ImportState.DONE) {
            renewStatistics(run);
        }
        await(register.finish(run.id(), end, failure));
        if (end != ImportState.FAILED) {
            spool.drop(run.contentHash());
        }
        LOG.info("Import {} ended: {}", run.id(), end);
    }

    private ImportJob.End load(ImportRun run) throws SQLException, IOException, ExportHead.Unusable {
        try (Connection connection = connections.open();
                PreparedStatement begin = connection.prepareStatement(
                        "UPDATE import_run SET state = 'running' WHERE id = ? AND state = 'waiting'")) {
            begin.setObject(1, run.id());
            begin.executeUpdate();
        }
        LOG.info("Import {} begins at line {}", run.id(), run.nextLine());
        return new ImportJob(connections, clock, ImportWorker::nanoTime, ahead, chunkBytes, this::stopping)
                .run(run, spool.fileOf(run.contentHash()));
    }

    /** A freshly loaded table has no statistics, and a look-up would be planned as if it were empty. */
    private void renewStatistics(ImportRun run)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        long lines = await(register.find(run.id())).map(ImportRun::accepted).orElse(0L);
        if (lines < ANALYZE_FROM_LINES) {
            return;
        }
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (ANALYZE) business_order, order_pack, pack, placement, slot, customer_name,"
                    + " customer_name_part");
            statement.execute("ANALYZE document, page");
        }
    }

    private boolean stopping() {
        return closing.getCount() == 0;
    }

    private static Bilingual defect(UUID id, Exception e) {
        LOG.error("Import {} failed", id, e);
        return new Bilingual("内部错误：" + e.getMessage(), "internal error: " + e.getMessage());
    }

    /** Connection lost, server shutting down or starting, too many connections, disk full: it will be back. */
    private static boolean isAway(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53"));
    }

    private static <T> T await(io.vertx.core.Future<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.toCompletionStage().toCompletableFuture().get(FINISH_SECONDS, TimeUnit.SECONDS);
    }

    @Allowed("rates are measured here and decide nothing")
    private static long nanoTime() {
        return System.nanoTime();
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
