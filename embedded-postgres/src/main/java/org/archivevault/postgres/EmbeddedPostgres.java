package org.archivevault.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.archivevault.postgres.PostgresStartFailure.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL of our own. What a client was told is committed is on the disk; it survives the death of this
 * process, of PostgreSQL, and of the machine as far as its disk tells the truth about fsync.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    /** A process that was killed leaves a PostgreSQL that is just writing its last checkpoint. */
    private static final long PREDECESSOR_LIMIT_SECONDS = 30;
    /** Somebody may take the free port between our look and PostgreSQL's. */
    private static final int FREE_PORT_TRIES = 3;

    private final Postmaster postmaster;
    private final String password;

    private EmbeddedPostgres(Postmaster postmaster, String password) {
        this.postmaster = postmaster;
        this.password = password;
    }

    /**
     * Starts PostgreSQL and waits until it accepts connections: about 3 s the very first time (unpacking, new cluster),
     * else well under one. Blocks the calling thread.
     *
     * @param settings where and how
     * @return the running database; close it to stop it
     * @throws PostgresStartFailure with a sentence for people when it cannot start
     */
    public static EmbeddedPostgres start(PostgresSettings settings) {
        return start(settings, RunAs.choose());
    }

    static EmbeddedPostgres start(PostgresSettings settings, RunAs runAs) {
        Binaries binaries = Binaries.unpackedIn(settings.binariesDir());
        Cluster cluster = Cluster.at(settings.dataDir());
        cluster.createIfAbsent(binaries, runAs);
        awaitPredecessor(cluster);
        runAs.takeOver(settings.dataDir(), binaries.program("postgres"));
        Postmaster postmaster = launch(settings, runAs, binaries, cluster);
        LOG.info("PostgreSQL {} listens on {}:{}", postmaster.pid(), HOST, postmaster.port());
        return new EmbeddedPostgres(postmaster, cluster.password());
    }

    private static Postmaster launch(PostgresSettings settings, RunAs runAs, Binaries binaries, Cluster cluster) {
        for (int attempt = 1; ; attempt++) {
            int port = settings.port() == 0 ? freePort() : settings.port();
            try {
                return Postmaster.launch(binaries, runAs, cluster, port, settings.serverSettings());
            } catch (PostgresStartFailure e) {
                if (settings.port() != 0 || e.reason() != Reason.PORT_TAKEN || attempt >= FREE_PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static void awaitPredecessor(Cluster cluster) {
        cluster.runningServer().ifPresent(old -> {
            LOG.info("Waiting for the PostgreSQL of an earlier start ({}) to end", old.pid());
            try {
                old.onExit().get(PREDECESSOR_LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new PostgresStartFailure(Reason.DATA_DIR_IN_USE, "PID " + old.pid(), e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PostgresStartFailure(Reason.DATA_DIR_IN_USE, "PID " + old.pid(), e);
            }
        });
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * For JDBC; user and password are not part of it.
     *
     * @return {@code jdbc:postgresql://127.0.0.1:PORT/vault}
     */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + HOST + ":" + port() + "/" + database();
    }

    /**
     * Where it listens: this machine only.
     *
     * @return the address
     */
    public String host() {
        return HOST;
    }

    /**
     * Where it listens.
     *
     * @return 1–65,535
     */
    public int port() {
        return postmaster.port();
    }

    /**
     * The owner of the database.
     *
     * @return the user's name
     */
    public String user() {
        return Cluster.USER;
    }

    /**
     * Made at random with the cluster and kept beside it, readable by its owner only.
     *
     * @return the password
     */
    public String password() {
        return password;
    }

    /**
     * The one database.
     *
     * @return its name
     */
    public String database() {
        return Cluster.DATABASE;
    }

    /**
     * The postmaster's process id, for people and for tests.
     *
     * @return the pid
     */
    public long pid() {
        return postmaster.pid();
    }

    /**
     * Whether it runs.
     *
     * @return false once it has ended for whatever reason
     */
    public boolean isAlive() {
        return postmaster.isAlive();
    }

    /** Stops it: open transactions are rolled back, committed ones stay. Returns when it has ended. Blocks. */
    @Override
    public void close() {
        postmaster.stop();
    }
}
