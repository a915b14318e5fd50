package org.archivevault.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Raw look-ups by PostgreSQL's own measuring tool: prepared statements, 2 threads. */
final class PgBench {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private final Path program;
    private final List<String> place;
    private final Map<String, String> environment;

    PgBench(String host, int port, String user, String password, String database) {
        this.program = program().orElseThrow();
        this.place = List.of("-h", host, "-p", Integer.toString(port), "-U", user, database);
        this.environment = Map.of("PGPASSWORD", password);
    }

    /** The newest that is installed. */
    static Optional<Path> program() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(v -> v.resolve("bin/pgbench"))
                    .filter(Files::isExecutable)
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One round.
     *
     * @param script the transaction, in pgbench's language
     * @param connections clients, each with one transaction under way, 2 upwards
     * @param seconds how long
     * @return transactions per second
     */
    double run(Path script, int connections, int seconds) {
        List<String> command = Stream.of(
                        Stream.of(
                                program.toString(),
                                "-n",
                                "-M",
                                "prepared",
                                "-c",
                                Integer.toString(connections),
                                "-j",
                                "2",
                                "-T",
                                Integer.toString(seconds),
                                "-f",
                                script.toString()),
                        place.stream())
                .flatMap(s -> s)
                .toList();
        String output = Tool.run(environment, command);
        Matcher m = RATE.matcher(output);
        if (!m.find()) {
            throw new IllegalStateException(String.format(Locale.ROOT, "pgbench did not say its rate:%n%s", output));
        }
        return Double.parseDouble(m.group(1));
    }
}
