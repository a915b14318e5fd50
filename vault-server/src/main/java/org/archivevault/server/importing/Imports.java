package org.archivevault.server.importing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.RouteGroup;

/** The import of the utility's exports: what receives them, and the worker behind. */
public final class Imports {
    private final Vertx vertx;
    private final ImportRegister register;
    private final ImportSpool spool;
    private final ImportWorker worker;
    private final ImportRoutes routes;

    /**
     * @param vertx the instance
     * @param database for the list of imports
     * @param settings the same database, for the worker's own JDBC connections
     * @param log where beginnings and ends are recorded
     * @param clock the wall clock
     * @param dataDir received files lie in {@code imports/} below it
     */
    public Imports(
            Vertx vertx,
            Database database,
            DatabaseSettings settings,
            AccessLog log,
            InstantSource clock,
            Path dataDir) {
        this(vertx, database, settings, log, clock, dataDir, ImportWorker.CHUNK_BYTES);
    }

    Imports(
            Vertx vertx,
            Database database,
            DatabaseSettings settings,
            AccessLog log,
            InstantSource clock,
            Path dataDir,
            int chunkBytes) {
        this.vertx = vertx;
        this.spool = new ImportSpool(dataDir.resolve("imports"));
        this.register = new ImportRegister(database, log, clock);
        this.worker = new ImportWorker(
                register,
                spool,
                () -> DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password()),
                clock,
                chunkBytes);
        this.routes = new ImportRoutes(vertx, database, register, spool, worker::wake);
    }

    /**
     * Starts the worker; it goes on with what an earlier process has left.
     *
     * @return completes when the folder is there and the worker runs; fails when the folder cannot be written or the
     *     database does not answer
     */
    public Future<Void> start() {
        return register.unfinished()
                .compose(runs -> vertx.executeBlocking(() -> {
                    spool.open();
                    spool.keepOnly(runs.stream().map(ImportRun::contentHash).collect(Collectors.toUnmodifiableSet()));
                    worker.start();
                    return null;
                }));
    }

    /**
     * The operations {@code startImport}, {@code getImport} and {@code getImportRejections}.
     *
     * @return to be registered with the API
     */
    public RouteGroup routes() {
        return routes;
    }

    /**
     * Stops the worker after the chunk under way.
     *
     * @return completes when it has stopped; what is left is gone on with at the next start
     */
    public Future<Void> close() {
        return vertx.executeBlocking(() -> {
            worker.stop();
            return null;
        });
    }
}
