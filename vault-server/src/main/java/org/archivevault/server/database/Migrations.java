package org.archivevault.server.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Brings the schema up to date before anything else runs. Flyway blocks, so it has a worker thread. */
final class Migrations {
    private Migrations() {}

    static Future<Void> run(Vertx vertx, DatabaseSettings settings) {
        return vertx.executeBlocking(() -> {
            migrate(settings);
            return null;
        });
    }

    private static void migrate(DatabaseSettings settings) {
        try {
            Flyway.configure()
                    .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                    .locations("classpath:db/migration")
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (isConnectionFailure(e)) {
                throw new DatabaseUnavailable("the database at " + settings.place() + " does not answer", e);
            }
            throw e;
        }
    }

    private static boolean isConnectionFailure(Throwable failure) {
        @Nullable Throwable at = failure;
        while (at != null) {
            if (at instanceof SQLException refused
                    && refused.getSQLState() != null
                    && (refused.getSQLState().startsWith("08")
                            || refused.getSQLState().startsWith("57P"))) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
