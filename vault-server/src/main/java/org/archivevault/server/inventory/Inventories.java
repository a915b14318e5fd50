package org.archivevault.server.inventory;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.catalogue.Placements;
import org.archivevault.server.database.Database;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.RouteGroup;

/** Puts inventory rounds and the coverage report together. */
public final class Inventories {
    private final SweepUploads uploads;
    private final List<RouteGroup> routes;

    /**
     * What it is built on.
     *
     * @param vertx the instance
     * @param plan which read points see which faces
     * @param database the records
     * @param settings the same database, for the JDBC connection of each sweep
     * @param placements corrects places
     * @param log records every step
     * @param clock the wall clock
     * @param dataDir received files lie in {@code sweeps/} below it for a moment
     */
    public record Ground(
            Vertx vertx,
            SitePlan plan,
            Database database,
            DatabaseSettings settings,
            Placements placements,
            AccessLog log,
            InstantSource clock,
            Path dataDir) {}

    /**
     * @param on what it is built on
     */
    public Inventories(Ground on) {
        this.uploads = new SweepUploads(
                on.vertx(), on.settings(), on.log(), on.clock(), on.dataDir().resolve("sweeps"));
        this.routes = List.of(
                new InventoryRoutes(
                        new Rounds(on.database(), on.log(), on.clock()),
                        uploads,
                        new RoundProgress(on.database()),
                        new RoundClosing(on.database(), on.log(), on.clock(), facesOf(on.plan())),
                        new Discrepancies(on.database(), on.placements(), on.log(), on.clock())),
                new CoverageRoutes(new Coverage(on.database(), on.clock())));
    }

    /** The face that each shelf read point sees. */
    static Map<String, String> facesOf(SitePlan plan) {
        Map<String, String> faces = new HashMap<>();
        plan.vaults().stream()
                .flatMap(vault -> vault.readers().stream())
                .flatMap(reader -> reader.readPoints().stream())
                .filter(point -> point.kind() == ReadPointKind.SHELF)
                .forEach(point ->
                        point.face().ifPresent(face -> faces.put(point.id().value(), face.toString())));
        return faces;
    }

    /**
     * The operations of the contract fragment {@code inventory}.
     *
     * @return the routes
     */
    public List<RouteGroup> routes() {
        return routes;
    }

    /**
     * Makes the folder for received files.
     *
     * @return completes when it is there; fails when it cannot be written
     */
    public Future<Void> start() {
        return uploads.start();
    }
}
