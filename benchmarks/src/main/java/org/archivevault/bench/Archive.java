package org.archivevault.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.postgres.EmbeddedPostgres;
import org.archivevault.postgres.PostgresSettings;
import org.archivevault.server.importing.ExportEncoding;
import org.archivevault.server.importing.sample.ExportGenerator;

/** A server with an embedded PostgreSQL and the packs of an invented archive, imported the way a utility's are. */
final class Archive {
    /** Two hours for 6,000,000 lines: below 1,000 lines/s something is broken. */
    private static final Duration IMPORT_LIMIT = Duration.ofHours(2);

    private static final String IMPORTED = "imported";

    private final Path home;
    private final int packs;
    private final EmbeddedPostgres postgres;
    private final ServerProcess server;
    private final ExportGenerator generator;

    private Archive(Path home, int packs, EmbeddedPostgres postgres, ServerProcess server, ExportGenerator generator) {
        this.home = home;
        this.packs = packs;
        this.postgres = postgres;
        this.server = server;
        this.generator = generator;
    }

    /** Starts database, broker and server; an archive of an earlier run with the same folder is used again. */
    static Archive open(Running running, BenchSettings settings) throws IOException {
        Path home = settings.data().resolve("archive-" + settings.packs());
        if (settings.fresh() || !Files.exists(home.resolve(IMPORTED))) {
            // Half an import is none: what a broken run has left would be rejected as known.
            Folders.deleteIfExists(home);
        }
        Path plan = Sites.forPacks(home.resolve("site.yaml"), settings.packs());
        EmbeddedPostgres postgres = running.add(EmbeddedPostgres.start(
                PostgresSettings.in(home.resolve("pg"), settings.data().resolve("bin"))));
        Broker broker = Broker.start(running, home.resolve("broker"));
        ServerProcess server = ServerProcess.start(running, home, postgres, broker, plan);
        ExportGenerator generator =
                new ExportGenerator(BenchSettings.SEED, settings.packs(), SitePlanLoader.load(plan));
        return new Archive(home, settings.packs(), postgres, server, generator);
    }

    /** What the run that imported it saw. */
    String howImported() throws IOException {
        return Files.readString(home.resolve(IMPORTED)).strip();
    }

    boolean imported() {
        return Files.exists(home.resolve(IMPORTED));
    }

    /** Writes the export, unless it is there. */
    Path export() throws IOException {
        Path file = home.resolve("export.csv");
        if (!Files.exists(file)) {
            Path partial = home.resolve("export.part");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 20)) {
                generator.write(out, ExportEncoding.GB18030);
            }
            Files.move(partial, file);
        }
        return file;
    }

    /** Imports the export, and leaves the database as it is a while after: statistics made, visibility known. */
    Duration load() throws IOException, InterruptedException {
        Path file = export();
        long began = System.nanoTime();
        String id = server.api()
                .upload("/imports?mode=accept-good&encoding=GB18030", BodyPublishers.ofFile(file))
                .path("id")
                .asText();
        JsonNode[] run = new JsonNode[1];
        Waiting.until("the import", IMPORT_LIMIT, Duration.ofMillis(50), () -> {
            run[0] = server.api().get("/imports/" + id);
            return run[0].path("ended").asBoolean();
        });
        final Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (!"done".equals(run[0].path("state").asText())
                || run[0].path("accepted").asLong() != lines()) {
            throw new IllegalStateException("not all of " + lines() + " lines were taken in: " + run[0]);
        }
        sql("VACUUM ANALYZE");
        Files.writeString(
                home.resolve(IMPORTED),
                String.format(
                        Locale.ROOT,
                        "imported by commit %s, %,.0f lines/s",
                        Machine.commit(),
                        lines() * 1e9 / took.toNanos()));
        Files.delete(file);
        return took;
    }

    long lines() {
        return (long) packs * ExportGenerator.PAGES_PER_PACK;
    }

    ExportGenerator generator() {
        return generator;
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    ServerProcess server() {
        return server;
    }

    Path home() {
        return home;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    void sql(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
