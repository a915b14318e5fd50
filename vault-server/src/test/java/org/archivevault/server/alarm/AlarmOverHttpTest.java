package org.archivevault.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The operations on alarms as a client sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlarmOverHttpTest {
    private TestServer server;
    private String facilities;
    private String security;

    @BeforeAll
    void start() {
        server = TestServer.start();
        facilities = server.signedIn("chen", Role.FACILITIES);
        security = server.signedIn("zhou", Role.SECURITY);
    }

    @AfterAll
    void close() {
        server.close();
    }

    /** An alarm as a sweeper would have raised it. */
    private UUID raised(String kind, String family, String subject, String priority, String state) {
        UUID id = UUID.randomUUID();
        TestPostgres.execute(
                server.database(),
                "INSERT INTO alarm (id, kind, family, subject, place, aspect, priority, detail, happened_at, raised_at,"
                        + " changed_at, state) VALUES ('" + id + "', '" + kind + "', '" + family + "', '" + subject
                        + "', 'v1-north', '', '" + priority + "', '25.3 > 24 °C', now(), now(), now(), '" + state
                        + "')");
        return id;
    }

    private HttpResponse<String> post(UUID id, String act, String token, JsonObject body) {
        return server.call("POST", "/alarms/" + id + "/" + act, token, body);
    }

    private static JsonObject because(String reason) {
        return new JsonObject().put("reason", reason);
    }

    @Test
    void anAlarmGoesThroughItsLifeAndItsHistoryTellsWhoAndWhy() {
        UUID id = raised("sensor-fault", "sensor", "sensor:life-1", "medium", "unacknowledged");
        JsonObject until = because("维修")
                .put("until", Instant.now().plus(Duration.ofHours(2)).toString());
        assertThat(ok(post(id, "shelve", facilities, until))
                        .getJsonObject("quiet")
                        .getString("how"))
                .isEqualTo("shelved");
        assertThat(code(post(id, "out-of-service", facilities, because("x")))).isEqualTo("409 alarm-state");
        assertThat(ok(post(id, "unshelve", facilities, because("修好"))).getJsonObject("quiet"))
                .isNull();
        ok(post(id, "suppress", facilities, because("换风")));
        ok(post(id, "unsuppress", facilities, because("换风结束")));
        ok(post(id, "out-of-service", facilities, because("送检")));
        ok(post(id, "in-service", facilities, because("已检")));
        ok(post(id, "comment", facilities, new JsonObject().put("text", "厂家已到")));
        assertThat(ok(post(id, "assign", facilities, new JsonObject().put("to", "wang")))
                        .getString("assignedTo"))
                .isEqualTo("wang");
        assertThat(ok(post(id, "acknowledge", facilities, because("传感器坏"))).getString("state"))
                .isEqualTo("acknowledged");

        JsonObject whole = new JsonObject(server.get("/alarms/" + id, security).body());
        assertThat(whole.getJsonArray("history").stream()
                        .map(step -> ((JsonObject) step).getString("what") + " " + ((JsonObject) step).getString("by")))
                .containsExactly(
                        "acknowledged chen",
                        "assigned chen",
                        "commented chen",
                        "put-back-in-service chen",
                        "taken-out-of-service chen",
                        "unsuppressed chen",
                        "suppressed chen",
                        "unshelved chen",
                        "shelved chen");
        assertThat(whole.getJsonObject("alarm").getJsonObject("sentence").getString("en"))
                .contains("life-1");
    }

    @Test
    void whatIsNotAllowedOrNotThereIsRefusedWithAReason() {
        UUID gate = raised("unapproved-exit", "gate", "pack:P-9", "high", "latched");
        assertThat(code(post(gate, "acknowledge", facilities, because("x")))).isEqualTo("403 not-allowed");
        assertThat(code(post(UUID.randomUUID(), "acknowledge", security, because("x"))))
                .isEqualTo("404 alarm-not-found");
        assertThat(code(post(gate, "acknowledge", security, new JsonObject()))).isEqualTo("400 bad-request");
        assertThat(code(post(gate, "shelve", security, because("x").put("until", "soon"))))
                .isEqualTo("400 bad-request");
        JsonObject tooLong =
                because("x").put("until", Instant.now().plus(Duration.ofDays(2)).toString());
        assertThat(code(post(gate, "shelve", security, tooLong))).isEqualTo("400 bad-request");
        assertThat(ok(post(gate, "acknowledge", security, because("误报"))).getString("acknowledgedBy"))
                .isEqualTo("zhou");
        assertThat(code(post(gate, "suppress", security, because("x")))).isEqualTo("409 alarm-state");
    }

    @Test
    void theListIsFilteredByTheQuery() {
        raised("smoke", "danger", "sensor:list-1", "critical", "unacknowledged");
        raised("battery-low", "sensor", "sensor:list-2", "low", "unacknowledged");
        assertThat(list("?family=danger&subject=sensor:list-1")).hasSize(1);
        assertThat(list("?subject=sensor:list-2&priority=high")).isEmpty();
        assertThat(list("?subject=sensor:list-2&priority=low&state=unacknowledged&place=v1-north&limit=5"))
                .hasSize(1);
        assertThat(list("?subject=sensor:list-2&from=2100-01-01T00:00:00Z")).isEmpty();
        assertThat(list("?memberOf=" + UUID.randomUUID())).isEmpty();
        assertThat(server.get("/alarms?family=weather", facilities).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aListenerHearsOfEachChange() throws IOException, InterruptedException {
        UUID id = raised("smoke", "danger", "sensor:stream-1", "critical", "unacknowledged");
        HttpResponse<java.io.InputStream> stream = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.url("/alarms/events"))
                                .header("Authorization", "Bearer " + security)
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(next(lines, id).getString("state")).isEqualTo("unacknowledged");
            ok(post(id, "acknowledge", security, because("演习")));
            assertThat(next(lines, id).getString("state")).isEqualTo("acknowledged");
        }
    }

    private static JsonObject next(BufferedReader lines, UUID id) throws IOException {
        while (true) {
            String line = lines.readLine();
            assertThat(line).as("the stream goes on").isNotNull();
            if (line.startsWith("data: ")) {
                JsonObject alarm = new JsonObject(line.substring(6));
                if (alarm.getString("id").equals(id.toString())) {
                    return alarm;
                }
            }
        }
    }

    private JsonArray list(String query) {
        return new JsonArray(server.get("/alarms" + query, facilities).body());
    }

    private static JsonObject ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static String code(HttpResponse<String> answer) {
        return answer.statusCode() + " " + new JsonObject(answer.body()).getString("code");
    }
}
