package org.archivevault.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.archivevault.postgres.EmbeddedPostgres;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD)
class DatabaseAwayTest {
    /** What people are promised, and half a second for a busy test machine. */
    private static final Duration TOLD_WITHIN = Duration.ofMillis(2_500);

    @TempDir
    Path data;

    @Test
    void aKilledDatabaseIsSaidWithinTwoSecondsAndWorkResumesByItself() {
        EmbeddedPostgres first = TestPostgres.startAlone(data.resolve("pg"), 0);
        int port = first.port();
        try (TestServer server = TestServer.start(TestPostgres.settingsOf(first), Clock.systemUTC())) {
            String token = server.adminToken();
            assertThat(server.get("/users", token).statusCode()).isEqualTo(200);

            // WHEN the database is gone
            first.close();
            // THEN a read, a write and a sign-in are told so in time
            assertUnavailable(server, "GET", "/users", token, null);
            assertUnavailable(server, "POST", "/users/nobody/disable", token, null);
            assertUnavailable(
                    server,
                    "POST",
                    "/sessions",
                    null,
                    new JsonObject().put("userName", "a").put("password", "b"));
            // AND whoever is signed in stays so: what needs no database works
            assertThat(server.get("/sessions/current", token).statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> server.get("//health", null).statusCode() == 503);

            // WHEN it is back
            try (EmbeddedPostgres second = TestPostgres.startAlone(data.resolve("pg"), port)) {
                assertThat(second.isAlive()).isTrue();
                // THEN everything works again with the same session, and nobody restarted anything
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> server.get("/users", token).statusCode() == 200);
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> server.get("//health", null).statusCode() == 200);
                assertThat(server.tokenOf(Role.ARCHIVIST)).isNotBlank();
            }
        }
    }

    @Test
    void aDatabaseThatHangsIsSaidWithinTwoSecondsAndWhatHungIsNotDoneLater() throws Exception {
        try (EmbeddedPostgres postgres = TestPostgres.startAlone(data.resolve("pg"), 0);
                TestServer server = TestServer.start(TestPostgres.settingsOf(postgres), Clock.systemUTC())) {
            String token = server.adminToken();
            String archivist = server.signedIn("li.wei", Role.ARCHIVIST);
            assertThat(server.get("/sessions/current", archivist).statusCode()).isEqualTo(200);

            // WHEN every process of the database stands still
            signal(postgres, "STOP");
            try {
                assertUnavailable(server, "GET", "/users", token, null);
                assertUnavailable(server, "POST", "/users/li.wei/disable", token, null);
                assertThat(server.get("/sessions/current", token).statusCode()).isEqualTo(200);
            } finally {
                signal(postgres, "CONT");
            }

            // THEN it works again, and the change that was refused has not been made after all
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.get("/users", token).statusCode() == 200);
            assertThat(new JsonObject(server.get("/users", token).body())
                            .getJsonArray("users").stream()
                                    .map(JsonObject.class::cast)
                                    .filter(user -> user.getString("userName").equals("li.wei"))
                                    .findFirst()
                                    .orElseThrow()
                                    .getBoolean("disabled"))
                    .isFalse();
        }
    }

    private static void assertUnavailable(
            TestServer server,
            String method,
            String path,
            @org.jspecify.annotations.Nullable String token,
            @org.jspecify.annotations.Nullable JsonObject body) {
        long start = System.nanoTime();
        HttpResponse<String> answer = server.call(method, path, token, body);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + answer.body())
                .isEqualTo(503);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("database-unavailable");
        assertThat(took).as(method + " " + path).isLessThan(TOLD_WITHIN);
    }

    private static void signal(EmbeddedPostgres postgres, String signal) throws IOException, InterruptedException {
        ProcessHandle postmaster = ProcessHandle.of(postgres.pid()).orElseThrow();
        String pids = java.util.stream.Stream.concat(java.util.stream.Stream.of(postmaster), postmaster.descendants())
                .map(process -> Long.toString(process.pid()))
                .collect(java.util.stream.Collectors.joining(" "));
        int code = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pids)
                .start()
                .waitFor();
        assertThat(code).isZero();
    }
}
