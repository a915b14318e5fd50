package org.archivevault.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.archivevault.server.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseTest {
    private final Vertx vertx = Vertx.vertx();
    private Database database;

    @BeforeAll
    void open() {
        database = await(Database.open(vertx, TestPostgres.newDatabase()));
        await(database.reads().query("CREATE TABLE note (n int PRIMARY KEY)").execute());
    }

    @AfterAll
    void close() {
        await(database.close());
        await(vertx.close());
    }

    @Test
    void aTransactionThatMetAnotherIsRunOnceMore() {
        AtomicInteger runs = new AtomicInteger();
        // WHEN the first run ends in a serialization failure
        String done = await(database.inTransaction(transaction -> runs.incrementAndGet() == 1
                ? transaction
                        .query("DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40001'; END $$")
                        .execute()
                        .map("never")
                : Future.succeededFuture("second")));
        assertThat(done).isEqualTo("second");
        assertThat(runs).hasValue(2);
    }

    @Test
    void anyOtherFailureIsNotRepeated() {
        AtomicInteger runs = new AtomicInteger();
        Future<Object> failed = database.inTransaction(transaction -> {
            runs.incrementAndGet();
            return transaction.query("SELECT no_such_column").execute().mapEmpty();
        });
        assertThatThrownBy(() -> await(failed)).hasRootCauseInstanceOf(PgException.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    void workThatIsSlowWhileTheDatabaseAnswersIsDone() {
        await(database.promptly(transaction -> transaction
                .query("INSERT INTO note VALUES (1)")
                .execute()
                .compose(written -> transaction.query("SELECT pg_sleep(1.8)").execute())
                .mapEmpty()));
        assertThat(await(database.reads()
                                .query("SELECT * FROM note WHERE n = 1")
                                .execute())
                        .size())
                .isEqualTo(1);
    }

    @Test
    void whatIsSeenAndWhatIsDoneAboutItAreOneTransaction() {
        // GIVEN a look that tells which transaction it is in, and a write that does the same
        String own = "SELECT pg_current_xact_id()::text AS id";
        Future<List<String>> ids = database.promptly(
                connection -> connection,
                connection -> connection.query(own).execute().map(DatabaseTest::id),
                (connection, seen) -> connection
                        .query("INSERT INTO note VALUES (10)")
                        .execute()
                        .compose(written -> connection.query(own).execute())
                        .map(rows -> List.of(seen, id(rows))));
        // THEN it is the same, and committed
        assertThat(await(ids).get(0)).isEqualTo(await(ids).get(1));
        assertThat(notes(10)).isEqualTo(1);
    }

    @Test
    void nothingIsWrittenWhenTheLookFailsAndTheConnectionIsGoodForTheNext() {
        // More often than there are connections: one that was not given back would be missed.
        for (int i = 0; i < 20; i++) {
            Future<Object> failed = database.promptly(
                    connection -> connection,
                    connection -> connection.query("SELECT no_such_column").execute(),
                    (connection, seen) -> connection
                            .query("INSERT INTO note VALUES (11)")
                            .execute()
                            .mapEmpty());
            assertThatThrownBy(() -> await(failed)).hasRootCauseInstanceOf(PgException.class);
            Future<Object> thrown = database.promptly(
                    connection -> connection,
                    connection -> {
                        throw new IllegalStateException("look");
                    },
                    (connection, seen) -> Future.succeededFuture());
            assertThatThrownBy(() -> await(thrown)).hasRootCauseMessage("look");
        }
        assertThat(notes(11)).isZero();
        await(database.inTransaction(
                transaction -> transaction.query("INSERT INTO note VALUES (12)").execute()));
        assertThat(notes(12)).isEqualTo(1);
    }

    @Test
    void whatWasWrittenIsRolledBackWhenTheActFails() {
        for (int i = 0; i < 20; i++) {
            Future<Object> failed = database.promptly(
                    connection -> connection,
                    connection -> connection.query("SELECT 1").execute(),
                    (connection, seen) -> connection
                            .query("INSERT INTO note VALUES (13)")
                            .execute()
                            .compose(written -> {
                                throw new IllegalStateException("act");
                            }));
            assertThatThrownBy(() -> await(failed)).hasRootCauseMessage("act");
        }
        assertThat(notes(13)).isZero();
    }

    @Test
    void aLookThatMetAnotherTransactionIsRunOnceMoreFromTheBeginning() {
        AtomicInteger looks = new AtomicInteger();
        String done = await(database.promptly(
                connection -> connection,
                connection -> looks.incrementAndGet() == 1
                        ? connection
                                .query("DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40001'; END $$")
                                .execute()
                                .mapEmpty()
                        : Future.succeededFuture(),
                (connection, seen) -> Future.succeededFuture("second")));
        assertThat(done).isEqualTo("second");
        assertThat(looks).hasValue(2);
    }

    private static String id(RowSet<Row> rows) {
        return rows.iterator().next().getString("id");
    }

    private int notes(int number) {
        return await(database.reads()
                        .query("SELECT * FROM note WHERE n = " + number)
                        .execute())
                .size();
    }

    @Test
    void aSlowReadHoldsUpNoWriteAndDoesNotMakeTheDatabaseLookAway() {
        Future<?> slow = database.reads().query("SELECT pg_sleep(3)").execute();
        long start = System.nanoTime();
        await(database.inTransaction(
                transaction -> transaction.query("INSERT INTO note VALUES (2)").execute()));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
        await(slow);
        assertThat(database.available()).isTrue();
    }

    @Test
    void aSlowSearchHoldsUpNoLookUpAndALookUpIsNotPlannedAnewForEachList() {
        // GIVEN searches that keep every connection of the reads busy
        Promise<Void> over = Promise.promise();
        Future.join(IntStream.range(0, 64)
                        .mapToObj(i ->
                                database.reads().query("SELECT pg_sleep(0.2)").execute())
                        .toList())
                .onComplete(done -> over.complete());
        // WHEN a look-up is asked for
        String mode = await(database.lookUps()
                .query("SHOW plan_cache_mode")
                .execute()
                .map(rows -> rows.iterator().next().getString(0)));
        // THEN it is answered before them, by a connection that keeps its plan
        assertThat(over.future().isComplete()).isFalse();
        assertThat(mode).isEqualTo("force_generic_plan");
        await(over.future());
    }

    @Test
    void aWriteThatGetsNoConnectionIsToldThatTheDatabaseIsAway() {
        DatabaseSettings settings = TestPostgres.newDatabase();
        Database busy = await(Database.open(vertx, settings));
        // GIVEN transactions that hold every connection and hang
        Promise<Void> hang = Promise.promise();
        List<Future<Void>> holders = IntStream.range(0, settings.writeConnections())
                .mapToObj(holder -> busy.inTransaction(transaction -> hang.future()))
                .toList();
        // WHEN one more wants to write
        AtomicInteger runs = new AtomicInteger();
        Future<Integer> late = busy.promptly(transaction -> Future.succeededFuture(runs.incrementAndGet()));
        // THEN it is told so, by the name that callers know, and has done nothing
        assertThatThrownBy(() -> await(late)).cause().matches(DatabaseUnavailable::isMeantBy);
        assertThat(runs).hasValue(0);
        hang.complete();
        holders.forEach(DatabaseTest::await);
        await(busy.close());
    }

    @Test
    void openingADatabaseThatIsNotThereSaysSo() {
        DatabaseSettings nowhere = DatabaseSettings.of("postgresql://127.0.0.1:1/none", "vault", "");
        assertThatThrownBy(() -> await(Database.open(vertx, nowhere)))
                .cause()
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("127.0.0.1:1/none");
    }

    @Test
    void settingsShowNoPassword() {
        DatabaseSettings settings = DatabaseSettings.of("postgresql://u:hidden@host:5432/db", "vault", "hidden");
        assertThat(settings.toString()).doesNotContain("hidden");
        assertThatThrownBy(() -> DatabaseSettings.of("mysql://u:hidden@host/db", "vault", ""))
                .hasMessageContaining("postgresql://")
                .hasMessageNotContaining("hidden");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
