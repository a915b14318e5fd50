package org.archivevault.system.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server from the Debian packages, in a cluster of its own. */
public final class DebianPostgres implements AutoCloseable {
    private static final Path ROOT = Path.of("/usr/lib/postgresql");
    /** Of this private cluster, which only listens on 127.0.0.1 while a test runs. */
    public static final String PASSWORD = "only-for-this-test";

    private final Path binaries;
    private final Path data;
    private final int port;
    private Part part;

    private DebianPostgres(Path binaries, Path data, int port) throws IOException {
        this.binaries = binaries;
        this.data = data;
        this.port = port;
        initialise();
        this.part = launch();
        createDatabase();
    }

    /**
     * Whether this machine has one.
     *
     * @return true when it does
     */
    public static boolean installed() {
        return newest().isPresent();
    }

    /**
     * Makes a cluster and starts it.
     *
     * @return the server, accepting connections to the database {@code vault}
     * @throws IOException when the cluster's folder cannot be made
     */
    public static DebianPostgres start() throws IOException {
        // Not below the test's own folder: the server's account may not be allowed to walk there.
        Path data = Files.createTempDirectory(Path.of("/tmp"), "vault-pg-");
        return new DebianPostgres(newest().orElseThrow(), data, Part.freePort());
    }

    private static Optional<Path> newest() {
        if (!Files.isDirectory(ROOT)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(ROOT)) {
            return versions.map(v -> v.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void initialise() throws IOException {
        Path password = data.resolveSibling(data.getFileName() + ".pw");
        Files.writeString(password, PASSWORD);
        if (isRoot()) {
            run("chown", "postgres", data.toString(), password.toString());
        }
        runAs("initdb", "-D", data.toString(), "-U", "vault", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8")
                .command("--pwfile=" + password)
                .finish();
        Files.delete(password);
    }

    private Part launch() {
        List<String> command = new ArrayList<>(asServer());
        command.addAll(List.of(
                binaries.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-h",
                "127.0.0.1",
                "-k",
                ""));
        Part started = Part.start("postgres", Path.of("/tmp"), java.util.Map.of(), command);
        started.awaitLine(l -> l.contains("database system is ready"), Duration.ofSeconds(30));
        return started;
    }

    private void createDatabase() {
        List<String> command = List.of(
                binaries.resolve("createdb").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "vault",
                "vault");
        try (Part part = Part.start("createdb", Path.of("/tmp"), java.util.Map.of("PGPASSWORD", PASSWORD), command)) {
            if (part.awaitExit(Duration.ofSeconds(30)) != 0) {
                throw new AssertionError("createdb: " + part.output());
            }
        }
    }

    /** Kills the postmaster with SIGKILL; its children notice and end. */
    public void kill() {
        part.kill();
    }

    /** Starts it again on the same port, after recovery. */
    public void restart() {
        part = launch();
    }

    /**
     * Asks it, through its own psql.
     *
     * @param sql one query
     * @return its rows, the columns parted by |
     */
    public String ask(String sql) {
        List<String> command = List.of(
                binaries.resolve("psql").toString(),
                "-XAtq",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "vault",
                "-c",
                sql,
                "vault");
        try (Part part = Part.start("psql", Path.of("/tmp"), java.util.Map.of("PGPASSWORD", PASSWORD), command)) {
            if (part.awaitExit(Duration.ofSeconds(30)) != 0) {
                throw new AssertionError(sql + ": " + part.output());
            }
            return part.output();
        }
    }

    /**
     * Its port.
     *
     * @return on 127.0.0.1
     */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        part.process().descendants().forEach(ProcessHandle::destroy);
        part.close();
        run("rm", "-rf", data.toString());
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asServer() {
        return isRoot() ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups") : List.of();
    }

    private Run runAs(String program, String... arguments) {
        List<String> command = new ArrayList<>(asServer());
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new Run(command);
    }

    private static void run(String... command) {
        new Run(new ArrayList<>(List.of(command))).finish();
    }

    private record Run(List<String> command) {
        Run command(String more) {
            command.add(more);
            return this;
        }

        void finish() {
            try (Part part = Part.start(command.toString(), Path.of("/tmp"), java.util.Map.of(), command)) {
                int code = part.awaitExit(Duration.ofMinutes(1));
                if (code != 0) {
                    throw new AssertionError(command + " ended with " + code + ": " + part.output());
                }
            }
        }
    }
}
