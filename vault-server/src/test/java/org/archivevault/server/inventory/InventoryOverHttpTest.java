package org.archivevault.server.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.archivevault.server.testing.TestSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class InventoryOverHttpTest {
    private static final String FACE = "ES-V1-B1-02A";
    private static final String OTHER = "ES-V1-B1-02B";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private TestServer server;
    private String archivist;
    private String auditor;

    @BeforeAll
    void start() {
        server = TestSite.serverOfDemoSite(TestPostgres.newDatabase(), TestServer.newDataDir());
        archivist = server.tokenOf(Role.ARCHIVIST);
        auditor = server.tokenOf(Role.AUDITOR);
        // Ten packs in the first slots of a face since yesterday; P9 is nowhere, P10 missing since.
        TestPostgres.execute(server.database(), """
                INSERT INTO pack (pack_no, epc, barcode, state, state_since, state_by)
                SELECT 'P' || g, 'E' || lpad(g::text, 5, '0'), 'BC' || g,
                       CASE WHEN g < 9 THEN 'on-shelf' WHEN g = 9 THEN 'unknown' ELSE 'missing' END, now(), 'test'
                  FROM generate_series(1, 10) g""");
        TestPostgres.execute(server.database(), """
                INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why)
                SELECT id, 'ES-V1-B1-02A-01-1-' || lpad(substr(pack_no, 2), 2, '0'), now() - interval '1 day', 'test', 'test'
                  FROM pack WHERE state = 'on-shelf'""");
        TestPostgres.execute(server.database(), """
                INSERT INTO placement (pack_id, position_code, valid_from, valid_to, placed_by, placed_why, taken_by, taken_why)
                SELECT id, 'ES-V1-B1-02A-01-1-10', now() - interval '2 days', now() - interval '1 day', 't', 't', 't', 't'
                  FROM pack WHERE pack_no = 'P10'""");
    }

    @AfterAll
    void close() {
        server.close();
    }

    private String minutesAgo(int minutes) {
        return now.minus(minutes, ChronoUnit.MINUTES).toString();
    }

    private JsonObject ok(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body());
    }

    private String open(String scope) {
        return ok(
                        server.call(
                                "POST",
                                "/inventory-rounds",
                                archivist,
                                new JsonObject().put("scope", scope).put("since", minutesAgo(120))),
                        201)
                .getString("id");
    }

    private HttpResponse<String> upload(String round, String query, String type, String body) {
        return server.send(HttpRequest.newBuilder(server.url("/inventory-rounds/" + round + "/sweeps" + query))
                .header("Authorization", "Bearer " + archivist)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private JsonArray discrepancies(String round, String query) {
        return ok(server.get("/inventory-rounds/" + round + "/discrepancies" + query, archivist), 200)
                .getJsonArray("discrepancies");
    }

    private HttpResponse<String> settle(JsonObject found, JsonObject how) {
        return server.call("POST", "/inventory-discrepancies/" + found.getLong("id") + "/settlement", archivist, how);
    }

    private static JsonObject of(JsonArray found, String pack) {
        return found.stream()
                .map(JsonObject.class::cast)
                .filter(one -> pack.equals(one.getString("packNo")) || pack.equals(one.getString("mark")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pack + " is not in " + found));
    }

    private String stateOf(String pack) {
        JsonObject read = ok(server.get("/packs/" + pack, archivist), 200);
        return read.getString("state") + " " + read.getString("positionCode");
    }

    @Test
    void a_round_from_opening_to_the_last_settled_discrepancy() {
        String round = open(FACE.substring(0, FACE.length() - 1));

        // WHEN two sweeps come in late and out of order, the second with lines that do not count
        String time = minutesAgo(30);
        JsonObject second = ok(
                upload(
                        round,
                        "?device=H2",
                        "application/json",
                        "{\"reads\":[{\"time\":\"" + time + "\",\"barcode\":\"BC3\",\"position\":\"" + OTHER
                                + "-01-1-05\"},{\"time\":\"" + time + "\",\"epc\":\"E00004\",\"position\":\"" + OTHER
                                + "-99-9-99\"},{\"time\":\"tomorrow\",\"epc\":\"E00005\"}]}"),
                200);
        String csv = "time,epc,signal\n" + line(60, "E00001") + line(60, "E00002") + line(60, "E00009")
                + line(60, "E00010") + line(60, "DEADBEEF") + line(60, "E00008");
        JsonObject first = ok(upload(round, "?face=" + FACE + "&device=H1", "text/csv", csv), 200);

        // THEN bad lines are told by number and reason, and the same file again changes nothing
        assertThat(second.getLong("accepted")).isEqualTo(1);
        assertThat(second.getJsonArray("rejections").stream()
                        .map(JsonObject.class::cast)
                        .map(r -> r.getInteger("line") + " " + r.getString("code")))
                .containsExactly("2 slot-unknown", "3 bad-time");
        assertThat(first.getLong("accepted")).isEqualTo(6);
        assertThat(first.getJsonArray("ignoredColumns")).containsExactly("signal");
        JsonObject again = ok(upload(round, "?face=" + FACE, "text/csv", csv), 200);
        assertThat(again.getBoolean("alreadyKnown")).isTrue();
        assertThat(again.getString("id")).isEqualTo(first.getString("id"));
        JsonObject progress = ok(server.get("/inventory-rounds/" + round, archivist), 200);
        assertThat(progress.getJsonArray("uploads").size()).isEqualTo(2);
        assertThat(progress.getJsonArray("faces").getJsonObject(0))
                .isEqualTo(new JsonObject().put("face", FACE).put("packs", 8).put("seen", 4));

        // WHEN it is closed
        JsonObject closed = ok(server.call("POST", "/inventory-rounds/" + round + "/close", archivist, null), 200);

        // THEN
        assertThat(closed.getLong("expected")).isEqualTo(8);
        JsonArray found = discrepancies(round, "");
        assertThat(found.stream()
                        .map(JsonObject.class::cast)
                        .map(d -> d.getString("kind") + " " + d.getString("packNo", d.getString("mark"))))
                .containsExactly(
                        "missing P4",
                        "missing P5",
                        "missing P6",
                        "missing P7",
                        "misplaced P3",
                        "unexpected P10",
                        "unexpected P9",
                        "unexpected DEADBEEF");
        assertThat(of(found, "P3").getString("seenPosition")).isEqualTo(OTHER + "-01-1-05");
        assertThat(Instant.parse(of(found, "P3").getString("lastSeen"))).isEqualTo(Instant.parse(time));
        assertThat(upload(round, "", "text/csv", csv).statusCode()).isEqualTo(409);

        // WHEN a person settles them
        ok(settle(of(found, "P3"), new JsonObject().put("as", "moved")), 200);
        ok(settle(of(found, "P4"), new JsonObject().put("as", "missing").put("note", "looked twice")), 200);
        ok(settle(of(found, "P5"), new JsonObject().put("as", "found")), 200);
        ok(settle(of(found, "P6"), new JsonObject().put("as", "moved").put("positionCode", OTHER + "-01-1-06")), 200);
        ok(settle(of(found, "P10"), new JsonObject().put("as", "found")), 200);
        ok(settle(of(found, "P9"), new JsonObject().put("as", "moved").put("positionCode", OTHER + "-01-1-09")), 200);
        assertThat(settle(of(found, "DEADBEEF"), new JsonObject().put("as", "found"))
                        .body())
                .contains("discrepancy-state");
        ok(settle(of(found, "DEADBEEF"), new JsonObject().put("as", "noted").put("note", "a visitor's")), 200);

        // THEN the records are corrected, each once, and the log has all of it
        assertThat(stateOf("P3")).isEqualTo("on-shelf " + OTHER + "-01-1-05");
        assertThat(stateOf("P4")).isEqualTo("missing null");
        assertThat(stateOf("P5")).isEqualTo("on-shelf " + FACE + "-01-1-05");
        assertThat(stateOf("P6")).isEqualTo("on-shelf " + OTHER + "-01-1-06");
        assertThat(stateOf("P9")).isEqualTo("on-shelf " + OTHER + "-01-1-09");
        assertThat(stateOf("P10")).isEqualTo("on-shelf " + FACE + "-01-1-10");
        assertThat(settle(of(found, "P3"), new JsonObject().put("as", "found")).statusCode())
                .isEqualTo(409);
        assertThat(discrepancies(round, "?open=true").stream()
                        .map(JsonObject.class::cast)
                        .map(d -> d.getString("packNo")))
                .containsExactly("P7");
        String log = server.get("/access-log?limit=100", auditor).body();
        assertThat(log)
                .contains("inventory-opened", "inventory-sweep-received", "inventory-closed", "inventory-settled")
                .contains("looked twice", "mark:DEADBEEF");
        assertThat(ok(server.get("/inventory-rounds/" + round, auditor), 200)
                        .getJsonObject("discrepancies")
                        .getJsonObject("missing"))
                .isEqualTo(new JsonObject().put("found", 4).put("settled", 3));

        coverageTellsWhatWasSeen();
    }

    /** The sweeps have seen P1, P2, P3, P8, P9 and P10 of the ten; P4 stands nowhere any more. */
    private void coverageTellsWhatWasSeen() {
        JsonObject coverage = ok(server.get("/inventory-coverage", archivist), 200);
        assertThat(coverage.getInteger("days")).isEqualTo(30);
        assertThat(coverage.getLong("packs")).isEqualTo(9);
        assertThat(coverage.getLong("seen")).isEqualTo(6);
        assertThat(coverage.getDouble("percent")).isEqualTo(66.6);
        assertThat(coverage.getJsonArray("faces"))
                .contains(new JsonObject()
                        .put("face", FACE)
                        .put("packs", 6)
                        .put("seen", 4)
                        .put("percent", 66.6));
        assertThat(coverage.getJsonArray("blocks").size()).isEqualTo(1);
        JsonArray unseen = ok(server.get("/inventory-coverage/unseen?scope=ES-V1-B1&limit=2", archivist), 200)
                .getJsonArray("packs");
        assertThat(unseen.stream().map(JsonObject.class::cast).map(p -> p.getString("packNo")))
                .containsExactly("P5", "P7");
        JsonArray more = ok(
                        server.get(
                                "/inventory-coverage/unseen?scope=ES-V1-B1&after="
                                        + unseen.getJsonObject(1).getString("positionCode"),
                                archivist),
                        200)
                .getJsonArray("packs");
        assertThat(more.stream().map(JsonObject.class::cast).map(p -> p.getString("packNo")))
                .containsExactly("P6");
    }

    private String line(int minutesAgo, String epc) {
        return minutesAgo(minutesAgo) + "," + epc + ",-50\n";
    }

    @Test
    void a_file_that_is_no_sweep_leaves_nothing_behind_and_can_come_again_corrected() {
        String round = open("ES-V1-B2");

        HttpResponse<String> refused = upload(round, "", "text/csv", "name\nx\n");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(new JsonObject(refused.body()).getString("code")).isEqualTo("sweep-refused");
        assertThat(new JsonObject(refused.body()).getString("zh")).contains("表头");
        assertThat(ok(server.get("/inventory-rounds/" + round, archivist), 200).getJsonArray("uploads"))
                .isEmpty();
    }

    @Test
    void what_does_not_exist_is_told() {
        assertThat(new JsonObject(server.call(
                                        "POST", "/inventory-rounds", archivist, new JsonObject().put("scope", "XX-V9"))
                                .body())
                        .getString("code"))
                .isEqualTo("inventory-scope-empty");
        assertThat(server.call("POST", "/inventory-rounds", archivist, new JsonObject().put("scope", "here"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.get("/inventory-rounds/nonsense", archivist).statusCode())
                .isEqualTo(404);
        assertThat(settle(new JsonObject().put("id", 999_999L), new JsonObject().put("as", "found"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get("/inventory-coverage?days=0", archivist).statusCode())
                .isEqualTo(400);
    }
}
