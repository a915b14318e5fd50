package org.archivevault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.archivevault.postgres.PostgresStartFailure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedPostgresTest {
    /** Shared by all tests, as it is by all data folders of a machine; below the build's own folder. */
    private static final Path BINARIES = Path.of("target", "pg").toAbsolutePath();

    @TempDir
    Path temp;

    private PostgresSettings settings() {
        return PostgresSettings.in(temp.resolve("data"), BINARIES);
    }

    private static Connection connect(EmbeddedPostgres db) throws SQLException {
        return DriverManager.getConnection(db.jdbcUrl(), db.user(), db.password());
    }

    private static String show(Connection c, String what) throws SQLException {
        try (ResultSet r = c.createStatement().executeQuery(what)) {
            assertThat(r.next()).isTrue();
            return r.getString(1);
        }
    }

    @Test
    void isDurableAndReachableFromThisMachineOnly() throws Exception {
        try (EmbeddedPostgres db = EmbeddedPostgres.start(settings());
                Connection c = connect(db)) {
            assertThat(show(c, "show fsync")).isEqualTo("on");
            assertThat(show(c, "show synchronous_commit")).isEqualTo("on");
            assertThat(show(c, "show full_page_writes")).isEqualTo("on");
            assertThat(show(c, "show data_checksums")).isEqualTo("on");
            assertThat(show(c, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(show(c, "show password_encryption")).isEqualTo("scram-sha-256");
            assertThat(show(c, "show server_encoding")).isEqualTo("UTF8");
            assertThat(show(c, "select datcollate from pg_database where datname = 'vault'"))
                    .isEqualTo("C.UTF-8");
            assertThat(show(c, "select lower('峨山ABC')")).isEqualTo("峨山abc");
        }
    }

    @Test
    void refusesAWrongPassword() {
        try (EmbeddedPostgres db = EmbeddedPostgres.start(settings())) {
            assertThatThrownBy(() -> DriverManager.getConnection(db.jdbcUrl(), db.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void keepsThePasswordFromOthers() throws Exception {
        try (EmbeddedPostgres db = EmbeddedPostgres.start(settings())) {
            Set<PosixFilePermission> file = Files.getPosixFilePermissions(temp.resolve("data/password"));
            assertThat(PosixFilePermissions.toString(file)).isEqualTo("rw-------");
            assertThat(db.jdbcUrl()).doesNotContain(db.password());
        }
    }

    @Test
    void keepsRowsOverARestartAndStartsAgainWithinASecond() throws Exception {
        // GIVEN a database with a row
        try (EmbeddedPostgres db = EmbeddedPostgres.start(settings());
                Connection c = connect(db)) {
            c.createStatement().execute("create table pack(no text); insert into pack values ('P-1')");
        }
        // WHEN it is started again
        long before = System.nanoTime();
        try (EmbeddedPostgres db = EmbeddedPostgres.start(settings())) {
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            // THEN the row is there, soon (a lone start takes 0.3 s; the limit leaves room for a loaded machine)
            try (Connection c = connect(db)) {
                assertThat(show(c, "select no from pack")).isEqualTo("P-1");
            }
            System.out.println("second start took " + took.toMillis() + " ms");
            assertThat(took).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void handsSettingsToTheServerButNoneThatWeakenIt() throws Exception {
        PostgresSettings more = new PostgresSettings(
                temp.resolve("data"), BINARIES, 0, Map.of("max_connections", "17", "shared_buffers", "16MB"));
        try (EmbeddedPostgres db = EmbeddedPostgres.start(more);
                Connection c = connect(db)) {
            assertThat(show(c, "show max_connections")).isEqualTo("17");
            assertThat(show(c, "show shared_buffers")).isEqualTo("16MB");
        }
        assertThatThrownBy(() -> new PostgresSettings(temp, BINARIES, 0, Map.of("fsync", "off")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PostgresSettings(temp, BINARIES, 0, Map.of("x y", "1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stopsWithinTwoSecondsWhenItsProcessIsKilledAndKeepsWhatWasCommitted() throws Exception {
        // GIVEN another process that runs the database and writes
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        temp.resolve("data").toString(),
                        BINARIES.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long committed = 0;
        ProcessHandle postmaster;
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            postmaster = ProcessHandle.of(number(out, "postmaster ")).orElseThrow();
            while (committed < 200) {
                committed = number(out, "committed ");
            }
            // WHEN that process is killed without a word
            child.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                committed = line.startsWith("committed ") ? Long.parseLong(line.substring(10)) : committed;
            }
        }
        // THEN PostgreSQL ends by itself, and cleanly
        postmaster.onExit().get(2, TimeUnit.SECONDS);
        assertThat(Files.readString(temp.resolve("data/postgres.log"))).contains("database system is shut down");
        // AND every row whose commit was reported is there
        try (EmbeddedPostgres db = EmbeddedPostgres.start(settings());
                Connection c = connect(db)) {
            assertThat(show(c, "select count(*) from kept where n <= " + committed))
                    .isEqualTo(Long.toString(committed));
        }
    }

    private static long number(BufferedReader out, String prefix) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(prefix)) {
                return Long.parseLong(line.substring(prefix.length()));
            }
        }
        throw new IOException("the writer ended early");
    }

    @Test
    void recoversWhenPostgresItselfIsKilled() throws Exception {
        // GIVEN a running database with a committed row
        EmbeddedPostgres db = EmbeddedPostgres.start(settings());
        try (Connection c = connect(db)) {
            c.createStatement().execute("create table pack(no text); insert into pack values ('P-1')");
        }
        // WHEN it and its children are killed
        ProcessHandle postmaster = ProcessHandle.of(db.pid()).orElseThrow();
        List<ProcessHandle> all = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().get(2, TimeUnit.SECONDS);
        db.close();
        assertThat(db.isAlive()).isFalse();
        // THEN the next start recovers, though the old lock file still says "ready"
        try (EmbeddedPostgres again = EmbeddedPostgres.start(settings());
                Connection c = connect(again)) {
            assertThat(show(c, "select no from pack")).isEqualTo("P-1");
        }
    }

    @Test
    void saysInBothLanguagesThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(settings().withPort(taken.getLocalPort())))
                    .isInstanceOfSatisfying(PostgresStartFailure.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.PORT_TAKEN);
                        assertThat(e.sentence().zh()).contains("端口 " + taken.getLocalPort());
                        assertThat(e.sentence().en()).contains("port " + taken.getLocalPort());
                    });
        }
    }

    @Test
    void saysThatTheDataBelongToAnotherMajorVersion() throws Exception {
        EmbeddedPostgres.start(settings()).close();
        Files.writeString(temp.resolve("data/cluster/PG_VERSION"), "16\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(settings()))
                .isInstanceOfSatisfying(PostgresStartFailure.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.OTHER_MAJOR_VERSION);
                    assertThat(e.sentence().en()).contains("version 16");
                });
    }

    @Test
    void doesWithoutAUnixSocketWhenItsPathWouldBeTooLong() throws Exception {
        PostgresSettings deep = PostgresSettings.in(temp.resolve("d".repeat(100)), BINARIES);
        try (EmbeddedPostgres db = EmbeddedPostgres.start(deep);
                Connection c = connect(db)) {
            assertThat(show(c, "show unix_socket_directories")).isEmpty();
        }
    }

    @Test
    void repeatsAFirstStartThatWasInterrupted() throws Exception {
        Files.createDirectories(temp.resolve("data/cluster.unfinished/base"));
        try (EmbeddedPostgres db = EmbeddedPostgres.start(settings());
                Connection c = connect(db)) {
            assertThat(show(c, "select 1")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RunAs.class,
            names = {"USER_NAMESPACE", "NOBODY"})
    void rootGivesUpItsRightsEitherWay(RunAs runAs) throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("this test is for root")
                .isZero();
        assumeThat(RunAs.choose()).as("user namespaces work here").isEqualTo(RunAs.USER_NAMESPACE);
        // GIVEN folders that anybody may traverse
        Path open = Files.createTempDirectory("vault-pg-");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            PostgresSettings s = PostgresSettings.in(open.resolve("data"), open.resolve("bin"));
            // WHEN the cluster is made as one and later used as the other
            EmbeddedPostgres.start(s, runAs).close();
            RunAs other = runAs == RunAs.NOBODY ? RunAs.USER_NAMESPACE : RunAs.NOBODY;
            // THEN both work
            try (EmbeddedPostgres db = EmbeddedPostgres.start(s, other);
                    Connection c = connect(db)) {
                assertThat(show(c, "select 1")).isEqualTo("1");
            }
        } finally {
            Folders.deleteIfExists(open);
        }
    }
}
