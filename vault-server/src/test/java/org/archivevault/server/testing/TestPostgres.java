package org.archivevault.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.archivevault.postgres.EmbeddedPostgres;
import org.archivevault.postgres.PostgresSettings;
import org.archivevault.server.database.DatabaseSettings;
import org.flywaydb.core.Flyway;

/** One PostgreSQL per test process, one database per call. It ends with the process. */
public final class TestPostgres {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestPostgres() {}

    /**
     * Makes an empty database.
     *
     * @return where it is
     */
    public static DatabaseSettings newDatabase() {
        return made("t" + COUNT.incrementAndGet(), "template1");
    }

    /**
     * Makes a database with the schema of today: a copy of one that was migrated once for all tests.
     *
     * @return where it is
     */
    public static DatabaseSettings newMigratedDatabase() {
        return made("t" + COUNT.incrementAndGet(), Migrated.NAME);
    }

    private static DatabaseSettings made(String name, String template) {
        EmbeddedPostgres server = Holder.SERVER;
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make a test database", e);
        }
        return DatabaseSettings.of(
                "postgresql://" + server.host() + ":" + server.port() + "/" + name, server.user(), server.password());
    }

    /**
     * Starts a PostgreSQL for one test alone, which may kill it.
     *
     * @param data its folder
     * @param port its port, 0 for a free one
     * @return the server
     */
    public static EmbeddedPostgres startAlone(Path data, int port) {
        return EmbeddedPostgres.start(settings(data).withPort(port));
    }

    /**
     * Where the default database of a server is.
     *
     * @param server a running one
     * @return its settings
     */
    public static DatabaseSettings settingsOf(EmbeddedPostgres server) {
        return DatabaseSettings.of(
                "postgresql://" + server.host() + ":" + server.port() + "/" + server.database(),
                server.user(),
                server.password());
    }

    /**
     * Runs SQL beside the server under test, as an intruder or as a witness.
     *
     * @param database where
     * @param sql one statement
     */
    public static void execute(DatabaseSettings database, String sql) {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static PostgresSettings settings(Path data) {
        return new PostgresSettings(
                data,
                Path.of("target", "postgres-binaries"),
                0,
                Map.of("max_connections", "200", "shared_buffers", "64MB"));
    }

    private static final class Migrated {
        static final String NAME = migrated();

        private static String migrated() {
            DatabaseSettings settings = made("migrated", "template1");
            Flyway.configure()
                    .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return "migrated";
        }
    }

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                Path parent = Files.createDirectories(Path.of("target", "postgres"));
                return EmbeddedPostgres.start(settings(Files.createTempDirectory(parent, "run")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
