package org.archivevault.server.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.util.concurrent.TimeUnit;

/**
 * The connections to the database.
 *
 * @param reads pipelined, for single statements
 * @param lookUps for look-ups by key, which wait behind no search
 * @param writes one connection per transaction
 * @param pings a connection of its own, so that no query of ours can make the database look absent
 */
record Connections(SqlClient reads, SqlClient lookUps, Pool writes, SqlClient pings) {
    /** How long a connection may take to be made, and a call may wait for one, in milliseconds: told within 2 s. */
    private static final int PATIENCE_MILLIS = 1_500;

    /** Calls that may wait for a connection of the write pool; more are refused at once. */
    private static final int LONGEST_QUEUE = 1_000;

    static Connections open(Vertx vertx, DatabaseSettings settings) {
        return new Connections(
                PgBuilder.client()
                        .with(pool(settings.readConnections()))
                        .with(net())
                        .connectingTo(settings.connectOptions())
                        .using(vertx)
                        .build(),
                PgBuilder.client()
                        .with(pool(Database.LOOK_UPS_UNDER_WAY))
                        .with(net())
                        .connectingTo(settings.lookUpOptions())
                        .using(vertx)
                        .build(),
                PgBuilder.pool()
                        .with(pool(settings.writeConnections()))
                        .with(net())
                        .connectingTo(settings.connectOptions())
                        .using(vertx)
                        .build(),
                PgBuilder.client()
                        .with(pool(1))
                        .with(net())
                        .connectingTo(settings.connectOptions())
                        .using(vertx)
                        .build());
    }

    /**
     * Makes one connection of each, so that the first request need not wait for it. The very first one loads classes and
     * may take longer than its patience on a busy machine: hence the tries.
     */
    Future<Void> warmUp(int tries) {
        Future<Void> warm = Future.all(
                        reads.query("SELECT 1").execute(),
                        lookUps.query("SELECT 1").execute(),
                        writes.query("SELECT 1").execute(),
                        pings.query("SELECT 1").execute())
                .mapEmpty();
        return tries <= 1 ? warm : warm.recover(failure -> warmUp(tries - 1));
    }

    Future<Void> close() {
        return Future.join(reads.close(), lookUps.close(), writes.close(), pings.close())
                .mapEmpty();
    }

    private static PoolOptions pool(int size) {
        return new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(LONGEST_QUEUE)
                .setConnectionTimeout(PATIENCE_MILLIS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private static NetClientOptions net() {
        return new NetClientOptions()
                .setConnectTimeout(PATIENCE_MILLIS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
    }
}
