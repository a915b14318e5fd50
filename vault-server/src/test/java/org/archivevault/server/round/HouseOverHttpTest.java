package org.archivevault.server.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.archivevault.server.BrokerSettings;
import org.archivevault.server.ServerSettings;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Rounds and pictures through a whole server, whose broker is not there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class HouseOverHttpTest {
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 4, 2};

    private final HttpClient http = HttpClient.newHttpClient();
    private TestServer server;
    private String facilities;
    private String guard;
    private String auditor;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path plan = folder.resolve("demo.yaml");
        try (InputStream demo = HouseOverHttpTest.class.getResourceAsStream("/sites/demo.yaml")) {
            Files.copy(Objects.requireNonNull(demo), plan);
        }
        server = TestServer.start(
                new ServerSettings(
                        HttpSettings.loopback(0),
                        TestPostgres.newDatabase(),
                        SessionSettings.defaults(),
                        new BrokerSettings("tcp://127.0.0.1:1", null, null),
                        plan.toString(),
                        folder.resolve("data").toString(),
                        Duration.ofSeconds(40)),
                Clock.systemUTC());
        facilities = server.tokenOf(Role.FACILITIES);
        guard = server.tokenOf(Role.SECURITY);
        auditor = server.tokenOf(Role.AUDITOR);
    }

    @AfterAll
    void close() {
        server.close();
    }

    private JsonObject ok(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body());
    }

    private JsonArray list(String path) {
        HttpResponse<String> answer = server.get(path, guard);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonArray(answer.body());
    }

    private static JsonObject weekly() {
        return new JsonObject()
                .put("kind", "round")
                .put("zh", "巡查")
                .put("en", "round")
                .put("vault", "ES-V1")
                .put(
                        "rhythm",
                        new JsonObject()
                                .put("kind", "on-days")
                                .put("days", JsonArray.of("monday"))
                                .put("by", "17:30"))
                .put(
                        "checklist",
                        JsonArray.of(new JsonObject()
                                .put("item", "door")
                                .put("zh", "门")
                                .put("en", "door")));
    }

    @Test
    void aRoundFromItsScheduleToItsRecord() {
        JsonObject made = ok(server.call("PUT", "/rounds/weekly", facilities, weekly()), 200);
        assertThat(made.getString("standing")).isIn("normal", "warning");
        assertThat(made.getJsonObject("rhythm").getString("by")).isEqualTo("17:30");
        assertThat(server.call("PUT", "/rounds/weekly", guard, weekly()).statusCode())
                .isEqualTo(403);

        JsonObject begun = ok(server.call("POST", "/rounds/weekly/runs", guard, null), 201);
        String run = "/round-runs/" + begun.getString("id");
        assertThat(list("/rounds").getJsonObject(0).getJsonObject("going").getString("run"))
                .isEqualTo(begun.getString("id"));
        JsonObject refused = ok(server.call("POST", run + "/finish", guard, new JsonObject()), 409);
        assertThat(refused.getString("code")).isEqualTo("round-not-complete");
        ok(
                server.call(
                        "POST",
                        run + "/answers",
                        guard,
                        new JsonObject()
                                .put("item", "door")
                                .put("answer", "not-ok")
                                .put("remark", "open")
                                .put("photo", "a".repeat(64))),
                200);
        JsonObject done = ok(server.call("POST", run + "/finish", guard, new JsonObject().put("remark", "shut")), 200);
        assertThat(done.getString("state")).isEqualTo("finished");
        assertThat(done.getInteger("findings")).isEqualTo(1);
        assertThat(done.getJsonArray("answers").getJsonObject(0).getString("photo"))
                .isEqualTo("a".repeat(64));
        assertThat(list("/rounds/weekly/runs")).hasSize(1);
        assertThat(ok(server.get(run, auditor), 200).getString("remark")).isEqualTo("shut");
        assertThat(server.get("/alarms", guard).body()).contains("round-finding", "round:weekly");
    }

    @Test
    void whatMakesNoSenseIsRefusedWithAWord() {
        for (JsonObject wrong : new JsonObject[] {
            weekly().put("vault", "ES-V9"),
            weekly().put("vault", "here"),
            weekly().put("block", "ES-V1-B1"),
            weekly().put("rhythm", new JsonObject().put("kind", "monthly").put("by", "17:30")),
            weekly().put("daysOff", JsonArray.of("tomorrow")),
            weekly().put("checklist", new JsonArray())
        }) {
            HttpResponse<String> answer = server.call("PUT", "/rounds/wrong", facilities, wrong);
            assertThat(answer.statusCode()).as(wrong + " " + answer.body()).isEqualTo(400);
        }
        assertThat(server.call("POST", "/rounds/nothing/runs", guard, null).statusCode())
                .isEqualTo(404);
        assertThat(server.get("/round-runs/nonsense", guard).statusCode()).isEqualTo(404);
        assertThat(server.get("/ventilation", facilities).statusCode()).isEqualTo(200);
    }

    @Test
    void aPictureIsForSecurityAndAuditorsAndEveryLookIsOnRecord() throws Exception {
        String name =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JPEG));
        TestPostgres.execute(
                server.database(),
                "INSERT INTO still (sha256, state, bytes, told_at) VALUES ('" + name + "', 'kept', 5, now());"
                        + " INSERT INTO still_content VALUES ('" + name + "', '\\xffd8ff0402'); INSERT INTO still_taken"
                        + " (sha256, camera, taken_at, told_at) VALUES ('" + name + "', 'cam-b1', now(), now())");

        HttpResponse<byte[]> shown = http.send(
                HttpRequest.newBuilder(server.url("/stills/" + name + "?purpose=alarm:7"))
                        .header("Authorization", "Bearer " + guard)
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("content-type")).contains("image/jpeg");
        assertThat(shown.headers().firstValue("cache-control")).contains("no-store");
        assertThat(shown.body()).isEqualTo(JPEG);
        assertThat(server.get("/stills/" + name, facilities).statusCode()).isEqualTo(403);
        assertThat(server.get("/stills/" + "0".repeat(64), auditor).statusCode())
                .isEqualTo(404);
        assertThat(server.get("/stills/name", auditor).statusCode()).isEqualTo(404);
        assertThat(server.get("/access-log?limit=100", auditor).body())
                .contains("still-seen", "still:" + name, "alarm:7", "still-not-found");
        assertThat(server.get("/cameras", facilities).statusCode()).isEqualTo(200);
        assertThat(server.get("/retrievals/00000000-0000-4000-8000-000000000000/evidence?from=yesterday", guard)
                        .statusCode())
                .isEqualTo(400);
    }
}
