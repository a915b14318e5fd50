package org.archivevault.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD) // Each test starts a server of its own: one at a time.
class SignInTest {
    @Test
    void theFirstStartMakesOneAdministratorWhosePasswordMustBeChangedBeforeAnythingElse() {
        // GIVEN a server on an empty database
        try (TestServer server = TestServer.start()) {
            String oneTime = server.server().oneTimePassword().orElseThrow();
            String token = server.signIn("admin", oneTime);

            // WHEN the administrator tries to work before changing the password
            HttpResponse<String> early = server.get("/users", token);

            // THEN only the own session and the change of the password are open
            assertThat(early.statusCode()).isEqualTo(403);
            assertThat(new JsonObject(early.body()).getString("code")).isEqualTo("password-change-due");
            assertThat(new JsonObject(server.get("/sessions/current", token).body()).getBoolean("passwordChangeDue"))
                    .isTrue();
            server.changePassword(token, oneTime, TestServer.ADMIN_PASSWORD);
            assertThat(server.get("/users", token).statusCode()).isEqualTo(200);
            // AND the one-time password is worth nothing any more
            assertThat(server.trySignIn("admin", oneTime).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aSecondStartPrintsNoPassword() {
        DatabaseSettings database = TestPostgres.newDatabase();
        try (TestServer first = TestServer.start(database, Instant::now)) {
            assertThat(first.server().oneTimePassword()).isPresent();
        }
        try (TestServer second = TestServer.start(database, Instant::now)) {
            assertThat(second.server().oneTimePassword()).isEmpty();
        }
    }

    @Test
    void anUnknownNameIsAnsweredWordForWordLikeAWrongPassword() {
        try (TestServer server = TestServer.start()) {
            server.createUser("li.wei", Role.ARCHIVIST);
            HttpResponse<String> wrong = server.trySignIn("li.wei", "not-the-password");
            HttpResponse<String> unknown = server.trySignIn("nobody", "not-the-password");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(unknown.body()).isEqualTo(wrong.body());
        }
    }

    @Test
    void aNameIsThrottledAfterFiveAttemptsWhetherItExistsOrNotAndARestartForgetsNone() {
        // GIVEN a clock that stands, and five wrong attempts on a user and on a made-up name
        DatabaseSettings database = TestPostgres.newDatabase();
        Instant[] now = {Instant.parse("2026-11-21T08:00:00Z")};
        try (TestServer server = TestServer.start(database, () -> now[0])) {
            server.createUser("li.wei", Role.ARCHIVIST);
            for (int i = 0; i < ThrottleRule.FREE_ATTEMPTS; i++) {
                assertThat(server.trySignIn("li.wei", "wrong" + i).statusCode()).isEqualTo(401);
                assertThat(server.trySignIn("nobody", "wrong" + i).statusCode()).isEqualTo(401);
            }
        }
        // WHEN the server is started again and more attempts are made
        try (TestServer server = TestServer.start(database, () -> now[0])) {
            HttpResponse<String> user = server.trySignIn("li.wei", "wrong");
            HttpResponse<String> unknown = server.trySignIn("nobody", "wrong");

            // THEN both are told to wait, alike
            assertThat(user.statusCode()).isEqualTo(429);
            assertThat(user.body()).isEqualTo(unknown.body());
            assertThat(user.headers().firstValue("Retry-After")).hasValue("31");
            // AND after the wait one more attempt is looked at, then the wait has doubled
            now[0] = now[0].plus(ThrottleRule.FIRST_WAIT);
            assertThat(server.trySignIn("li.wei", "wrong").statusCode()).isEqualTo(401);
            assertThat(new JsonObject(server.trySignIn("li.wei", "wrong").body()).getLong("retryAfterSeconds"))
                    .isEqualTo(61);
        }
    }

    @Test
    void attemptsMadeAtOnceDoNotSlipPastTheThrottle() throws InterruptedException {
        try (TestServer server = TestServer.start()) {
            server.createUser("li.wei", Role.ARCHIVIST);
            // WHEN twenty attempts are made at the same time
            List<Integer> statuses = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String password = "guess" + i;
                Thread thread = new Thread(() -> {
                    int status = server.trySignIn("li.wei", password).statusCode();
                    synchronized (statuses) {
                        statuses.add(status);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            // THEN no more than the free ones were looked at (a busy machine may refuse some with 503 before that)
            assertThat(statuses)
                    .hasSize(20)
                    .isSubsetOf(List.of(401, 429, 503))
                    .filteredOn(status -> status == 401)
                    .hasSizeBetween(1, ThrottleRule.FREE_ATTEMPTS);
        }
    }

    @Test
    void theDatabaseHoldsNoTokenAndNoPassword() throws SQLException {
        try (TestServer server = TestServer.start()) {
            String token = server.adminToken();
            StringBuilder all = new StringBuilder();
            try (Connection connection = DriverManager.getConnection(
                            server.database().jdbcUrl(),
                            server.database().user(),
                            server.database().password());
                    Statement statement = connection.createStatement()) {
                for (String table : List.of("session", "app_user", "access_log", "sign_in_throttle")) {
                    try (ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                        while (rows.next()) {
                            all.append(rows.getString(1)).append('\n');
                        }
                    }
                }
            }
            assertThat(all).contains("admin").doesNotContain(token).doesNotContain(TestServer.ADMIN_PASSWORD);
        }
    }

    @Test
    void sessionsEndWhenIdleWhenOldWhenSignedOutAndWhenTheUserIsDisabled() {
        Instant[] now = {Instant.parse("2026-11-21T08:00:00Z")};
        DatabaseSettings database = TestPostgres.newDatabase();
        try (TestServer server = TestServer.start(database, () -> now[0])) {
            // idle
            String idle = server.tokenOf(Role.ARCHIVIST);
            assertThat(server.get("/sessions/current", idle).statusCode()).isEqualTo(200);
            now[0] = now[0].plus(Duration.ofMinutes(29));
            assertThat(server.get("/sessions/current", idle).statusCode()).isEqualTo(200);
            now[0] = now[0].plus(Duration.ofMinutes(30));
            assertThat(server.get("/sessions/current", idle).statusCode()).isEqualTo(401);
        }
        try (TestServer server = TestServer.start(database, () -> now[0])) {
            // too old, though never idle
            String old = server.signIn("admin", TestServer.ADMIN_PASSWORD);
            Instant end = now[0].plus(Duration.ofHours(12));
            while (now[0].plus(Duration.ofMinutes(20)).isBefore(end)) {
                now[0] = now[0].plus(Duration.ofMinutes(20));
                assertThat(server.get("/sessions/current", old).statusCode()).isEqualTo(200);
            }
            now[0] = end;
            assertThat(server.get("/sessions/current", old).statusCode()).isEqualTo(401);
            // signed out
            String out = server.signIn("admin", TestServer.ADMIN_PASSWORD);
            assertThat(server.call("DELETE", "/sessions/current", out, null).statusCode())
                    .isEqualTo(204);
            assertThat(server.get("/sessions/current", out).statusCode()).isEqualTo(401);
            // disabled: at once
            String disabled = server.signedIn("zhang.san", Role.ARCHIVIST);
            assertThat(server.call("POST", "/users/zhang.san/disable", server.adminToken(), null)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(server.get("/sessions/current", disabled).statusCode()).isEqualTo(401);
            assertThat(server.trySignIn("zhang.san", TestServer.ADMIN_PASSWORD).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aUserDisabledThroughAnotherProcessIsOutAfterThreeSeconds() {
        DatabaseSettings database = TestPostgres.newDatabase();
        try (TestServer one = TestServer.start(database, Instant::now);
                TestServer other = TestServer.start(database, Instant::now)) {
            // GIVEN somebody signed in through one process, and known to another by a request
            String administrator = one.adminToken();
            String user = one.signedIn("zhang.san", Role.ARCHIVIST);
            assertThat(other.get("/sessions/current", user).statusCode()).isEqualTo(200);
            // WHEN the first process disables the user
            assertThat(one.call("POST", "/users/zhang.san/disable", administrator, null)
                            .statusCode())
                    .isEqualTo(204);
            // THEN the other lets nobody in any more within its refresh time (and what a busy machine adds)
            await().pollInterval(Duration.ofMillis(200))
                    .atMost(Duration.ofMillis(Sessions.REFRESH_MILLIS + 2_000))
                    .until(() -> other.get("/sessions/current", user).statusCode() == 401);
        }
    }

    @Test
    void everyAttemptIsInTheLogBeforeItIsAnswered() {
        try (TestServer server = TestServer.start()) {
            String auditor = server.signedIn("auditor.one", Role.AUDITOR);
            // WHEN a sign-in is refused
            assertThat(server.trySignIn("auditor.one", "wrong-password").statusCode())
                    .isEqualTo(401);
            // THEN the log has it
            JsonArray entries = new JsonObject(server.get("/access-log?object=user:auditor.one", auditor)
                            .body())
                    .getJsonArray("entries");
            List<String> seen = entries.stream()
                    .map(JsonObject.class::cast)
                    .map(entry -> entry.getString("kind") + " " + entry.getString("subject") + " "
                            + entry.getString("result"))
                    .toList();
            assertThat(seen)
                    .containsExactly(
                            "user-created admin ok",
                            "sign-in auditor.one ok",
                            "password-change auditor.one ok",
                            "sign-in unknown:auditor.one refused");
        }
    }

    @Test
    void aSignInThatCannotBeRecordedIsNotAnswered() {
        try (TestServer server = TestServer.start()) {
            String oneTime = server.createUser("li.wei", Role.ARCHIVIST);
            // GIVEN a log that takes nothing
            TestPostgres.execute(
                    server.database(),
                    "CREATE TRIGGER takes_nothing BEFORE INSERT ON access_log EXECUTE FUNCTION refuse_change_of_access_log()");
            // WHEN somebody signs in, rightly or wrongly
            HttpResponse<String> right = server.trySignIn("li.wei", oneTime);
            HttpResponse<String> wrong = server.trySignIn("li.wei", "wrong-password");
            // THEN there is no session, and no verdict either
            assertThat(right.statusCode()).isEqualTo(503);
            assertThat(new JsonObject(right.body()).getString("code")).isEqualTo("log-unavailable");
            assertThat(wrong.statusCode()).isEqualTo(503);
        }
    }
}
