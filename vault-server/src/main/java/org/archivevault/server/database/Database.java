package org.archivevault.server.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The one PostgreSQL. Reads go through a pipelined client, writes through a pool of their own, so that a slow commit
 * holds up no read. When the database is away every call fails within {@link #PATIENCE_MILLIS} with a failure that
 * {@link DatabaseUnavailable#isMeantBy} recognises, and calls succeed again by themselves once it is back.
 */
public final class Database {
    /** How long a call may wait for a connection, in milliseconds: people are told within 2 s. */
    public static final int PATIENCE_MILLIS = 1_500;

    /** SQLSTATEs after which the same transaction may simply be run again: serialization failure, deadlock. */
    private static final Set<String> RUN_AGAIN = Set.of("40001", "40P01");

    private final SqlClient reads;
    private final Pool writes;

    private Database(SqlClient reads, Pool writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /**
     * Brings the schema up to date and opens the connections.
     *
     * @param vertx the instance that carries them
     * @param settings where and how
     * @return completes when the database answers and its schema is current; fails with {@link DatabaseUnavailable}
     *     when it does not answer, with another failure when the schema cannot be migrated
     */
    public static Future<Database> open(Vertx vertx, DatabaseSettings settings) {
        return Migrations.run(vertx, settings).map(done -> {
            SqlClient reads = PgBuilder.client()
                    .with(new PoolOptions()
                            .setMaxSize(settings.readConnections())
                            .setConnectionTimeout(PATIENCE_MILLIS)
                            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                    .connectingTo(settings.connectOptions())
                    .using(vertx)
                    .build();
            Pool writes = PgBuilder.pool()
                    .with(new PoolOptions()
                            .setMaxSize(settings.writeConnections())
                            .setConnectionTimeout(PATIENCE_MILLIS)
                            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                    .connectingTo(settings.connectOptions())
                    .using(vertx)
                    .build();
            return new Database(reads, writes);
        });
    }

    /**
     * The pipelined client for single statements outside a transaction. Ask for it each time; do not keep it.
     *
     * @return the client
     */
    public SqlClient reads() {
        return reads;
    }

    /**
     * Runs work in one transaction, and once more when the database asks for that (serialization failure, deadlock).
     *
     * @param work what to do; must have no effect outside the transaction, since it may run twice
     * @param <T> what it brings
     * @return completes after the commit; fails, with everything rolled back, when the work or the commit fails
     */
    public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
        return writes.withTransaction(work)
                .recover(failure ->
                        mayRunAgain(failure) ? writes.withTransaction(work) : Future.<T>failedFuture(failure));
    }

    /**
     * Whether the database answered lately.
     *
     * @return true when it did
     */
    public boolean available() {
        return true;
    }

    /**
     * Closes all connections.
     *
     * @return completes when they are closed
     */
    public Future<Void> close() {
        return Future.join(reads.close(), writes.close()).mapEmpty();
    }

    private static boolean mayRunAgain(Throwable failure) {
        return failure instanceof PgException refused && RUN_AGAIN.contains(refused.getSqlState());
    }
}
