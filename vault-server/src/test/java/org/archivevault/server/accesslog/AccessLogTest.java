package org.archivevault.server.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.server.database.Database;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

@TestInstance(TestInstance.Lifecycle.PER_METHOD)
@Execution(ExecutionMode.SAME_THREAD)
class AccessLogTest {
    private final Vertx vertx = Vertx.vertx();
    private final DatabaseSettings settings = TestPostgres.newDatabase();
    private Database database;
    private AccessLog log;

    @BeforeEach
    void open() {
        database = await(Database.open(vertx, settings));
        log = new AccessLog(database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        await(database.close());
        await(vertx.close());
    }

    @Test
    void entriesRecordedAtOnceGetNumbersWithoutGapsAndAnIntactChain() {
        // WHEN two hundred are recorded at the same time
        List<Future<Long>> recorded = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            recorded.add(log.record(AccessEntry.of("test", "user" + i, "object:" + i, AccessEntry.OK)));
        }
        await(Future.all(recorded));
        // THEN each has its own number, and the chain holds
        assertThat(recorded.stream().map(Future::result).sorted().toList())
                .containsExactlyElementsOf(
                        java.util.stream.LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(verify()).isEqualTo(0);
    }

    @Test
    void twoProcessesShareOneChain() {
        Database other = await(Database.open(vertx, settings));
        AccessLog otherLog = new AccessLog(other, Clock.systemUTC());
        List<Future<Long>> recorded = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            recorded.add(log.record(AccessEntry.of("test", "here", "", AccessEntry.OK)));
            recorded.add(otherLog.record(AccessEntry.of("test", "there", "", AccessEntry.OK)));
        }
        await(Future.all(recorded));
        assertThat(verify()).isEqualTo(0);
        await(other.close());
    }

    @Test
    void whatIsRolledBackLeavesNoEntryAndNoGap() {
        await(log.record(AccessEntry.of("test", "a", "", AccessEntry.OK)));
        // WHEN an act fails after its entry was written
        Future<Object> failed = database.inTransaction(transaction -> log.append(
                        transaction, List.of(AccessEntry.of("test", "b", "", AccessEntry.OK)))
                .compose(written -> Future.failedFuture(new IllegalStateException("the act failed"))));
        assertThatThrownBy(() -> await(failed)).hasRootCauseMessage("the act failed");
        // THEN the next entry has the next number
        assertThat(await(log.record(AccessEntry.of("test", "c", "", AccessEntry.OK))))
                .isEqualTo(2);
        assertThat(verify()).isEqualTo(0);
    }

    @Test
    void theDatabaseItselfRefusesToChangeDeleteOrEmptyTheLog() {
        await(log.record(AccessEntry.of("test", "a", "", AccessEntry.OK)));
        for (String attempt : List.of(
                "UPDATE access_log SET subject = 'b'",
                "DELETE FROM access_log",
                "TRUNCATE access_log",
                "DELETE FROM access_log_head",
                "TRUNCATE access_log_head")) {
            assertThatThrownBy(() -> TestPostgres.execute(settings, attempt))
                    .as(attempt)
                    .hasMessageContaining("append-only");
        }
        assertThat(verify()).isEqualTo(0);
    }

    @Test
    void anIntruderWithRightsToSwitchTheTriggersOffIsFound() {
        String[] attempts = {
            "UPDATE access_log SET subject = 'nobody' WHERE seq = 3",
            "UPDATE access_log SET at = at + interval '1 microsecond' WHERE seq = 4",
            "UPDATE access_log SET details = '{ }' WHERE seq = 2",
            "DELETE FROM access_log WHERE seq = 3",
            "DELETE FROM access_log WHERE seq = 6",
            "UPDATE access_log SET seq = CASE seq WHEN 2 THEN 3 WHEN 3 THEN 2 END WHERE seq IN (2, 3)",
            "UPDATE access_log_head SET hash = decode(repeat('ab', 32), 'hex')",
            "DELETE FROM access_log"
        };
        for (String attempt : attempts) {
            DatabaseSettings fresh = TestPostgres.newDatabase();
            Database other = await(Database.open(vertx, fresh));
            AccessLog otherLog = new AccessLog(other, Clock.systemUTC());
            for (int i = 0; i < 6; i++) {
                await(otherLog.record(AccessEntry.of("test", "user" + i, "", AccessEntry.OK)));
            }
            await(other.close());
            assertThat(verify(fresh)).as("before").isEqualTo(0);
            TestPostgres.execute(fresh, "ALTER TABLE access_log DROP CONSTRAINT access_log_pkey");
            TestPostgres.execute(fresh, "ALTER TABLE access_log DISABLE TRIGGER ALL");
            TestPostgres.execute(fresh, attempt);
            assertThat(verify(fresh)).as(attempt).isEqualTo(1);
        }
    }

    @Test
    void aTailCutOffTogetherWithTheHeadIsFoundByANotedCheckpoint() {
        for (int i = 0; i < 6; i++) {
            await(log.record(AccessEntry.of("test", "user" + i, "", AccessEntry.OK)));
        }
        // GIVEN the checkpoint that an earlier verification printed
        StringWriter out = new StringWriter();
        assertThat(run(settings, out)).isEqualTo(0);
        Matcher printed = Pattern.compile("--checkpoint (\\S+)").matcher(out.toString());
        assertThat(printed.find()).isTrue();
        // WHEN an intruder cuts the log and adjusts the head
        TestPostgres.execute(settings, "ALTER TABLE access_log DISABLE TRIGGER ALL");
        TestPostgres.execute(settings, "DELETE FROM access_log WHERE seq > 4");
        TestPostgres.execute(
                settings, "UPDATE access_log_head SET seq = 4, hash = (SELECT hash FROM access_log WHERE seq = 4)");
        // THEN the log looks whole by itself, but not to whoever noted the checkpoint
        assertThat(verify()).isEqualTo(0);
        assertThat(run(settings, new StringWriter(), "--checkpoint", printed.group(1)))
                .isEqualTo(1);
    }

    @Test
    void aDatabaseThatIsNotThereIsNotCalledIntact() {
        DatabaseSettings nowhere = DatabaseSettings.of("postgresql://127.0.0.1:1/none", "vault", "");
        assertThat(verify(nowhere)).isEqualTo(3);
    }

    private int verify() {
        return verify(settings);
    }

    private static int verify(DatabaseSettings where) {
        return run(where, new StringWriter());
    }

    private static int run(DatabaseSettings where, StringWriter out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--url", where.url(), "--user", where.user()));
        arguments.addAll(List.of(more));
        VerifyAccessLog command = new VerifyAccessLog(variable -> where.password());
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute(arguments.toArray(String[]::new));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
