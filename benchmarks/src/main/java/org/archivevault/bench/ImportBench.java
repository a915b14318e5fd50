package org.archivevault.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/** Import of the export through the server, beside COPY of the same file into a table without index or constraint. */
final class ImportBench {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int COLUMNS = 14;

    private final Archive archive;
    private final Report report;

    ImportBench(Archive archive, Report report) {
        this.archive = archive;
        this.report = report;
    }

    /** COPY before and after the import, so that a machine that gets slower or faster meanwhile is seen. */
    void run() throws IOException, InterruptedException {
        report.progress("generating the export");
        Path export = archive.export();
        report.progress("COPY, %,d MB", Files.size(export) >> 20);
        double before = copy(export);
        Path twice = Files.createLink(export.resolveSibling("export-copy.csv"), export);
        report.progress("import");
        double imported = rate(archive.load());
        report.progress("COPY again");
        double after = copy(twice);
        Files.delete(twice);
        report.add(Figure.beside(
                "import through the server, checked, with positions",
                imported,
                "COPY of the same file into a plain table",
                Medians.of(before, after),
                "rows/s"));
        report.note("COPY before the import %,.0f rows/s, after it %,.0f rows/s", before, after);
    }

    private double copy(Path export) throws IOException {
        StringBuilder columns = new StringBuilder();
        for (int i = 1; i <= COLUMNS; i++) {
            columns.append(i == 1 ? "c" : ", c").append(i).append(" text");
        }
        archive.sql("DROP TABLE IF EXISTS bench_plain", "CREATE TABLE bench_plain (" + columns + ")");
        long began = System.nanoTime();
        try (Connection connection = archive.connect();
                InputStream in = new BufferedInputStream(Files.newInputStream(export), BUFFER_BYTES)) {
            long rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY bench_plain FROM STDIN (FORMAT csv, HEADER, ENCODING 'GB18030')", in, BUFFER_BYTES);
            if (rows != archive.lines()) {
                throw new IllegalStateException("COPY took " + rows + " rows of " + archive.lines());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        archive.sql("DROP TABLE bench_plain", "CHECKPOINT");
        return rate(took);
    }

    private double rate(Duration took) {
        return archive.lines() * 1e9 / took.toNanos();
    }
}
