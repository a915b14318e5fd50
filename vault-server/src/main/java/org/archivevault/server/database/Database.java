package org.archivevault.server.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one PostgreSQL. Reads go through a pipelined client, writes through a pool of their own, so that a slow commit
 * holds up no read. When the database is away calls fail with a failure that {@link DatabaseUnavailable#isMeantBy}
 * recognises, and succeed again by themselves once it is back; {@link #available} follows within
 * {@link #NOTICED_MILLIS}.
 */
public final class Database {
    /** How long it takes at most until {@link #available} notices a database that hangs, in milliseconds. */
    public static final long NOTICED_MILLIS = 1_500;

    /**
     * A transaction that people wait for and that is older than this is rolled back if the database was away meanwhile,
     * in milliseconds: its caller has been, or is about to be, told so.
     */
    public static final long PROMPT_MILLIS = 1_500;

    /** No transaction that people wait for commits later than this, in milliseconds: their request was given up. */
    public static final long LATEST_MILLIS = 10_000;

    /** Look-ups by key that the database works on at a time, each on a connection of its own. */
    public static final int LOOK_UPS_UNDER_WAY = 6;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final long PING_EVERY_MILLIS = 500;
    private static final long PING_PATIENCE_MILLIS = 1_000;

    /** After so many silent pings the connections are taken for dead and made anew. */
    private static final int SILENT_PINGS = 6;

    private static final long NOT_PINGING = -1;

    private static final int WARM_UP_TRIES = 3;

    /** SQLSTATEs after which the same transaction may simply be run again: serialization failure, deadlock. */
    private static final Set<String> RUN_AGAIN = Set.of("40001", "40P01");

    private final Vertx vertx;
    private final DatabaseSettings settings;
    private long pinger = NOT_PINGING;
    private volatile Connections connections;
    private volatile boolean available = true;
    private volatile boolean hasBeenAway;
    private volatile long lastAwayNanos;
    private boolean pinging;
    private int silentPings;

    private Database(Vertx vertx, DatabaseSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.connections = Connections.open(vertx, settings);
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
        return Migrations.run(vertx, settings).compose(done -> {
            Database database = new Database(vertx, settings);
            return database.connections
                    .warmUp(WARM_UP_TRIES)
                    .map(warm -> database.watch())
                    .recover(failure ->
                            database.close().transform(closed -> Future.failedFuture(unavailable(settings, failure))));
        });
    }

    /**
     * The pipelined client for single statements outside a transaction. Ask for it each time; do not keep it.
     *
     * @return the client
     */
    public SqlClient reads() {
        return connections.reads();
    }

    /**
     * The client for statements that look rows up by key, whose plan is the same whatever the keys are. Ask for it each
     * time; do not keep it.
     *
     * @return the client, with {@link #LOOK_UPS_UNDER_WAY} connections
     */
    public SqlClient lookUps() {
        return connections.lookUps();
    }

    /**
     * Runs work in one transaction, and once more when the database asks for that (serialization failure, deadlock).
     *
     * @param work what to do; must have no effect outside the transaction, since it may run twice
     * @param <T> what it brings
     * @return completes after the commit; fails, with everything rolled back, when the work or the commit fails (when
     *     the connection breaks during the commit, what became of it is not known)
     */
    public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
        Pool writes = connections.writes();
        return writes.withTransaction(work)
                .recover(failure ->
                        mayRunAgain(failure) ? writes.withTransaction(work) : Future.<T>failedFuture(failure));
    }

    /**
     * As {@link #inTransaction}, for acts that a person waits for: what the caller was told had failed must not take
     * effect after all. When the database hung meanwhile and the work took longer than {@link #PROMPT_MILLIS}, or it
     * took longer than {@link #LATEST_MILLIS} at all, it is rolled back.
     *
     * @param work as there
     * @param <T> what it brings
     * @return as there; fails with {@link DatabaseUnavailable} when it was too late
     */
    public <T> Future<T> promptly(Function<SqlConnection, Future<T>> work) {
        long startNanos = System.nanoTime();
        return inTransaction(transaction -> work.apply(transaction).compose(done -> inTime(startNanos, done)));
    }

    /**
     * As {@link #promptly(Function)}, in two steps, so that a person waits for fewer round trips: the statements of the
     * first leave together with the beginning of the transaction, without waiting for it.
     *
     * @param scene makes what both steps share of the transaction's connection
     * @param look locks and reads; must change nothing, because its statements would stand outside a transaction in the
     *     one case that a connection refuses to begin one and lives on
     * @param act decides and writes; begins when the transaction has begun and {@code look} has completed
     * @param <C> what both steps share
     * @param <S> what was seen
     * @param <T> what it brings
     * @return as there
     */
    public <C, S, T> Future<T> promptly(
            Function<SqlConnection, C> scene, Function<C, Future<S>> look, BiFunction<C, S, Future<T>> act) {
        long startNanos = System.nanoTime();
        return once(startNanos, scene, look, act)
                .recover(failure ->
                        mayRunAgain(failure) ? once(startNanos, scene, look, act) : Future.<T>failedFuture(failure));
    }

    private <C, S, T> Future<T> once(
            long startNanos,
            Function<SqlConnection, C> scene,
            Function<C, Future<S>> look,
            BiFunction<C, S, Future<T>> act) {
        return connections.writes().withConnection(connection -> {
            Future<Transaction> begun = connection.begin();
            C shared = scene.apply(connection);
            // Sent behind BEGIN, on the same connection. The composition is for a look that throws.
            Future<S> seen = Future.succeededFuture(shared).compose(look);
            return begun.compose(transaction -> seen.compose(there -> act.apply(shared, there))
                    .compose(done -> inTime(startNanos, done))
                    .compose(
                            done -> transaction.commit().map(done),
                            failure -> rolledBack(transaction).transform(over -> Future.<T>failedFuture(failure))));
        });
    }

    private static Future<Void> rolledBack(Transaction transaction) {
        return transaction.rollback().otherwiseEmpty();
    }

    private <T> Future<T> inTime(long startNanos, T done) {
        return isTooLate(startNanos, System.nanoTime())
                ? Future.failedFuture(new DatabaseUnavailable("rolled back: its caller was told otherwise", null))
                : Future.succeededFuture(done);
    }

    private boolean isTooLate(long startNanos, long nowNanos) {
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(nowNanos - startNanos);
        boolean wasAway = !available || (hasBeenAway && lastAwayNanos - startNanos >= 0);
        return tookMillis > LATEST_MILLIS || (wasAway && tookMillis > PROMPT_MILLIS);
    }

    /**
     * Whether the database answered lately.
     *
     * @return true when it did
     */
    public boolean available() {
        return available;
    }

    /**
     * Closes all connections.
     *
     * @return completes when they are closed
     */
    public Future<Void> close() {
        vertx.cancelTimer(pinger);
        return connections.close();
    }

    private Database watch() {
        pinger = vertx.setPeriodic(PING_EVERY_MILLIS, tick -> ping());
        return this;
    }

    private static Throwable unavailable(DatabaseSettings settings, Throwable failure) {
        return DatabaseUnavailable.isMeantBy(failure)
                ? new DatabaseUnavailable("the database at " + settings.place() + " does not answer", failure)
                : failure;
    }

    private void ping() {
        if (pinging) {
            return;
        }
        pinging = true;
        connections
                .pings()
                .query("SELECT 1")
                .execute()
                .timeout(PING_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(done -> {
                    pinging = false;
                    silentPings = done.succeeded() ? 0 : silentPings + 1;
                    tell(done.succeeded());
                    if (silentPings >= SILENT_PINGS) {
                        silentPings = 0;
                        renew();
                    }
                });
    }

    private void tell(boolean answers) {
        if (!answers) {
            lastAwayNanos = System.nanoTime();
            hasBeenAway = true;
        }
        if (answers != available) {
            if (answers) {
                LOG.info("数据库已恢复 / The database at {} answers again", settings.place());
            } else {
                LOG.warn("数据库无应答 / The database at {} does not answer; trying again", settings.place());
            }
            available = answers;
        }
    }

    /** A connection through a network that swallows packets never fails by itself. */
    private void renew() {
        Connections dead = connections;
        connections = Connections.open(vertx, settings);
        dead.close().onFailure(failure -> LOG.debug("Closing dead connections", failure));
    }

    /**
     * Whether a transaction failed only because it met another one, so that it is run again.
     *
     * @param failure what it failed with
     * @return true for a serialization failure or a deadlock
     */
    public static boolean mayRunAgain(Throwable failure) {
        return failure instanceof PgException refused && RUN_AGAIN.contains(refused.getSqlState());
    }
}
