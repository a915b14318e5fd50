package org.archivevault.server.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.archivevault.server.database.Database;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.database.DatabaseUnavailable;

/** A migrated database of its own, and questions to it that wait for their answer. */
public final class TestDatabase implements AutoCloseable {
    private static final long ANSWER_SECONDS = 100;

    /** On a loaded machine a connection takes longer than a server in operation would wait. */
    private static final int OPENING_TRIES = 20;

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseSettings settings;
    private final Database database;

    public TestDatabase() {
        this(TestPostgres.newMigratedDatabase());
    }

    /** On a database that is there already; it is migrated. */
    public TestDatabase(DatabaseSettings settings) {
        this.settings = settings;
        this.database = await(open(OPENING_TRIES));
    }

    private Future<Database> open(int tries) {
        return Database.open(vertx, settings)
                .recover(failure -> tries > 1 && DatabaseUnavailable.isMeantBy(failure)
                        ? open(tries - 1)
                        : Future.failedFuture(failure));
    }

    public Vertx vertx() {
        return vertx;
    }

    public DatabaseSettings settings() {
        return settings;
    }

    public Database database() {
        return database;
    }

    /** Runs one statement and answers its rows. */
    public List<Row> rows(String sql, Object... values) {
        List<Row> rows = new ArrayList<>();
        await(database.reads().preparedQuery(sql).execute(Tuple.from(values))).forEach(rows::add);
        return rows;
    }

    /** The one number that a statement answers. */
    public long number(String sql, Object... values) {
        return rows(sql, values).get(0).getLong(0);
    }

    /** Adds packs P1 … Pn without a place. */
    public void addPacks(int count) {
        rows(
                "INSERT INTO pack (pack_no, barcode, state_since, state_by)"
                        + " SELECT 'P' || g, 'BC' || g, now(), 'test' FROM generate_series(1, $1::int) g",
                count);
    }

    /** Empties every table of the archive, and takes every slot out of the plan; it can be emptied no other way. */
    public void empty() {
        rows("TRUNCATE import_rejection, import_run, page, document, order_pack, placement, pack, business_order,"
                + " customer_name_part, customer_name, slot, slot_plan CASCADE");
    }

    /**
     * Waits for an answer; a failure is thrown as it is. On a latch, as {@link Wait#until}: waiting in the future would
     * have the pool of test threads run yet another test meanwhile, and the database has only so many connections.
     */
    public static <T> T await(Future<T> future) {
        CountDownLatch done = new CountDownLatch(1);
        future.onComplete(end -> done.countDown());
        try {
            if (!done.await(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no answer within " + ANSWER_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (future.cause() instanceof RuntimeException cause) {
            throw cause;
        }
        if (future.failed()) {
            throw new CompletionException(future.cause());
        }
        return future.result();
    }

    @Override
    public void close() {
        await(database.close().transform(closed -> vertx.close()));
    }
}
