package org.archivevault.server.accesslog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.server.database.DatabaseSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code access-log verify}: walks the whole chain, in the database or in an exported file, without the server, and
 * reports the first broken link.
 */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "逐条核对访问日志的哈希链，报告第一处断裂。",
            "Walks the hash chain of the access log and reports the first broken link.",
            "Exit codes: 0 intact, 1 broken, 2 wrong usage, 3 cannot be read."
        })
public final class VerifyAccessLog implements Callable<Integer> {
    private static final int INTACT = 0;
    private static final int BROKEN = 1;
    private static final int UNREADABLE = 3;

    /** Rows that the driver holds at a time. */
    private static final int FETCH_ROWS = 2_000;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--url", description = "postgresql://host:port/database")
    @Nullable
    String url;

    @Option(names = "--user", description = "database user", defaultValue = "vault")
    String user = "vault";

    @Option(
            names = "--password-env",
            description = "environment variable that holds the password",
            defaultValue = "VAULT_DB_PASSWORD")
    String passwordVariable = "VAULT_DB_PASSWORD";

    @Option(names = "--file", description = "an exported log (JSON lines)")
    @Nullable
    Path file;

    @Option(names = "--checkpoint", description = "SEQ:HASH noted at an earlier verification; may be repeated")
    List<String> checkpoints = List.of();

    private final UnaryOperator<String> environment;

    /** Takes passwords from the environment of the process. */
    public VerifyAccessLog() {
        this(variable -> System.getenv().getOrDefault(variable, ""));
    }

    VerifyAccessLog(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /**
     * Runs the command alone.
     *
     * @param arguments its options
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new VerifyAccessLog()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter out = commandLine().getOut();
        PrintWriter err = commandLine().getErr();
        if ((url == null) == (file == null)) {
            throw new CommandLine.ParameterException(commandLine(), "give either --url or --file");
        }
        ChainVerifier verifier = new ChainVerifier(noted());
        try {
            if (url != null) {
                walkDatabase(url, verifier);
            } else if (file != null) {
                walkFile(file, verifier);
            }
        } catch (SQLException | IOException e) {
            err.println("无法读取日志 / the log cannot be read: " + e.getMessage());
            return UNREADABLE;
        }
        ChainVerifier.Break broken = verifier.firstBreak();
        if (broken != null) {
            out.println("断裂 / BROKEN at " + broken.seq() + ": " + broken.sentence());
            return BROKEN;
        }
        out.println("完整 / intact: " + verifier.end().seq() + " 条 / entries");
        out.println("请另行保存 / note elsewhere: --checkpoint " + verifier.end());
        return INTACT;
    }

    private Map<Long, String> noted() {
        Map<Long, String> noted = new TreeMap<>();
        for (String text : checkpoints) {
            try {
                ChainVerifier.Checkpoint checkpoint = ChainVerifier.Checkpoint.parse(text);
                noted.put(checkpoint.seq(), checkpoint.hash());
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
        return noted;
    }

    private void walkDatabase(String databaseUrl, ChainVerifier verifier) throws SQLException {
        String password = environment.apply(passwordVariable);
        DatabaseSettings settings = DatabaseSettings.of(databaseUrl, user, password);
        try (Connection connection = DriverManager.getConnection(settings.jdbcUrl(), user, password)) {
            // One snapshot for entries and head, and rows page by page.
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH_ROWS);
                try (ResultSet rows = statement.executeQuery(
                        "SELECT seq, at, kind, subject, object, result, details, algorithm, prev_hash, hash"
                                + " FROM access_log ORDER BY seq")) {
                    while (rows.next() && accept(verifier, rows)) {
                        // The verifier keeps what it finds.
                    }
                }
                try (ResultSet head = statement.executeQuery("SELECT seq, hash FROM access_log_head")) {
                    if (head.next()) {
                        verifier.end(head.getLong(1), head.getBytes(2));
                    } else {
                        verifier.end(0L, null);
                    }
                }
            }
        }
    }

    private static boolean accept(ChainVerifier verifier, ResultSet row) throws SQLException {
        try {
            return verifier.accept(new ChainedEntry(
                    row.getLong(1),
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    new AccessEntry(
                            row.getString(3), row.getString(4), row.getString(5), row.getString(6), row.getString(7)),
                    row.getString(8),
                    row.getBytes(9),
                    row.getBytes(10)));
        } catch (IllegalArgumentException e) {
            return verifier.refuse(row.getLong(1), String.valueOf(e.getMessage()));
        }
    }

    private static void walkFile(Path exported, ChainVerifier verifier) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(exported, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                try {
                    LogLine read = Json.read(line.getBytes(StandardCharsets.UTF_8), LogLine.class);
                    if (!verifier.accept(read.chained())) {
                        break;
                    }
                } catch (MalformedMessage | IllegalArgumentException | java.time.DateTimeException e) {
                    verifier.refuse(number, String.valueOf(e.getMessage()));
                    break;
                }
            }
            verifier.end(null, null);
        }
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before it calls");
        }
        return spec.commandLine();
    }
}
