package org.archivevault.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
