package org.archivevault.postgres;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.archivevault.postgres.PostgresStartFailure.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running PostgreSQL under a watchdog shell. The shell waits for the end of its standard input, which this process
 * holds open; whatever ends this process, {@code kill -9} included, closes it, and the shell asks PostgreSQL for a fast
 * shutdown.
 */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

    /** Crash recovery of a busy database may replay much; after that something is wrong. */
    private static final long START_LIMIT_SECONDS = 120;
    /** A fast shutdown writes a checkpoint; on a slow disk that takes its time. */
    private static final long STOP_LIMIT_SECONDS = 60;
    /** How often the lock file is looked at during a start, in milliseconds. */
    private static final long LOOK_MILLIS = 10;

    /**
     * $@ = the command. Own session, so that Ctrl-C at a terminal reaches this program first and it can finish its work;
     * the shell itself ignores signals, because only the end of its input may end PostgreSQL. It ends with PostgreSQL's
     * own status, whichever of the two ends first.
     */
    private static final String WATCHDOG = "trap '' INT HUP TERM; "
            + "if command -v setsid >/dev/null 2>&1; then set -- setsid \"$@\"; fi; "
            + "exec 3<&0; "
            + "\"$@\" </dev/null 3<&- & server=$!; "
            + "{ read -r never <&3; kill -INT $server; } & watch=$!; "
            + "exec 3<&-; wait $server; status=$?; kill -9 $watch 2>/dev/null; exit $status";

    private final Process shell;
    private final Cluster cluster;
    private final int port;

    private Postmaster(Process shell, Cluster cluster, int port) {
        this.shell = shell;
        this.cluster = cluster;
        this.port = port;
    }

    static Postmaster launch(
            Binaries binaries, RunAs runAs, Cluster cluster, int port, Map<String, String> serverSettings) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WATCHDOG, "sh"));
        command.addAll(runAs.prefix());
        command.addAll(List.of(
                binaries.program("postgres").toString(), "-D", cluster.data().toString()));
        settings(cluster, port, serverSettings)
                .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        cluster.turnLog();
        try {
            Process shell = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(cluster.log().toFile()))
                    .start();
            Postmaster postmaster = new Postmaster(shell, cluster, port);
            postmaster.awaitReady();
            return postmaster;
        } catch (IOException e) {
            throw new PostgresStartFailure(Reason.SERVER_FAILED, "sh: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> settings(Cluster cluster, int port, Map<String, String> further) {
        Map<String, String> all = new TreeMap<>(further);
        all.put("port", Integer.toString(port));
        all.put("listen_addresses", EmbeddedPostgres.HOST);
        all.put("unix_socket_directories", cluster.socketFolder());
        all.put("fsync", "on");
        all.put("synchronous_commit", "on");
        all.put("full_page_writes", "on");
        all.put("password_encryption", "scram-sha-256");
        return all;
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        try {
            while (!shell.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (isReady()) {
                    return;
                }
                if (System.nanoTime() - deadline > 0) {
                    stop();
                    throw new PostgresStartFailure(
                            Reason.SERVER_FAILED, START_LIMIT_SECONDS + " s; " + StartLog.tailOf(cluster.log()), null);
                }
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new PostgresStartFailure(Reason.SERVER_FAILED, "interrupted", e);
        }
        throw StartLog.failure(StartLog.read(cluster.log()), port);
    }

    /** An old lock file may still say "ready": it counts only when it names a child of our shell. */
    private boolean isReady() {
        return cluster.lockFile()
                .filter(Cluster.LockFile::ready)
                .filter(lock -> shell.children().anyMatch(child -> child.pid() == lock.pid()))
                .isPresent();
    }

    long pid() {
        return cluster.lockFile().map(Cluster.LockFile::pid).orElse(-1L);
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** Fast shutdown: open transactions are rolled back, committed ones stay. Returns when it has ended. */
    void stop() {
        try {
            shell.getOutputStream().close();
            if (shell.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            LOG.warn("Closing the watchdog's input failed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // What is committed is safe in the write-ahead log; the next start recovers it.
        LOG.warn("PostgreSQL did not stop within {} s and is killed", STOP_LIMIT_SECONDS);
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
