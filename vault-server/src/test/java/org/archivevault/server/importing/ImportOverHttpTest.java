package org.archivevault.server.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.server.identity.Role;
import org.archivevault.server.importing.sample.ExportGenerator;
import org.archivevault.server.importing.sample.SamplePack;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.archivevault.server.testing.TestSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportOverHttpTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final String HEADER = "业务工单号,户号,户名,档案包号,文件号,页号,储位码\n";

    private final ExportGenerator archive = new ExportGenerator(3, 300, SitePlanLoader.loadBundled("demo"));
    private TestServer server;
    private String archivist;

    @BeforeAll
    void start() {
        server = TestSite.serverOfDemoSite(TestPostgres.newDatabase(), TestServer.newDataDir());
        archivist = server.tokenOf(Role.ARCHIVIST);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void an_export_is_received_loaded_and_every_order_can_be_located_searched_and_read() throws Exception {
        // GIVEN
        ByteArrayOutputStream export = new ByteArrayOutputStream();
        archive.write(export, ExportEncoding.GB18030);

        // WHEN
        HttpResponse<String> received = post("?mode=all-or-nothing", export.toByteArray());
        assertThat(received.statusCode()).as(received.body()).isEqualTo(202);
        JsonObject ended = ended(new JsonObject(received.body()).getString("id"));

        // THEN
        assertThat(ended.getString("state")).isEqualTo("done");
        assertThat(ended.getLong("accepted")).isEqualTo(1_800);
        assertThat(ended.getDouble("percent")).isEqualTo(100);
        assertThat(ended.getString("encoding")).isEqualTo("GB18030");
        SamplePack pack = archive.pack(48);
        JsonObject location = get("/orders/" + pack.orderNo() + "/location");
        assertThat(location.getJsonArray("packs").size()).isEqualTo(2);
        assertThat(location.getJsonArray("packs").getJsonObject(0).getString("positionCode"))
                .isEqualTo(pack.positionCode());
        assertThat(location.getJsonArray("packs")
                        .getJsonObject(0)
                        .getJsonObject("whyNot")
                        .getString("en"))
                .contains("no edge agent");
        assertThat(get("/orders/" + pack.orderNo()).getLong("pageCount")).isEqualTo(12);
        JsonObject read = get("/packs/" + pack.packNo());
        assertThat(read.getLong("pageCount")).isEqualTo(6);
        assertThat(read.getJsonArray("placements").getJsonObject(0).getString("placedWhy"))
                .isEqualTo("import");
        assertThat(get("/search?q=" + pack.packNo())
                        .getJsonArray("hits")
                        .getJsonObject(0)
                        .getString("orderNo"))
                .isEqualTo(pack.orderNo());
        assertThat(get("/fill").getLong("used")).isEqualTo(300);

        // WHEN the same file comes again
        JsonObject again = new JsonObject(post("", export.toByteArray()).body());

        // THEN it is known, and nothing is loaded twice
        assertThat(again.getBoolean("alreadyKnown")).isTrue();
        assertThat(again.getString("id")).isEqualTo(ended.getString("id"));
        assertThat(logged("import-begun", "import:" + ended.getString("id"))).isEqualTo(1);
        assertThat(logged("import-ended", "import:" + ended.getString("id"))).isEqualTo(1);
    }

    @Test
    void rejected_lines_are_listed_with_number_reason_and_text() throws Exception {
        String file = HEADER + "WO1,001,=普贵英,Q1,W1,1,\nWO1,001,普贵英,Q1,W1,0,\n";

        JsonObject ended = ended(
                new JsonObject(post("", file.getBytes(StandardCharsets.UTF_8)).body()).getString("id"));

        assertThat(ended.getLong("rejected")).isEqualTo(1);
        assertThat(ended.getJsonArray("missingOptionalColumns")).contains("EPC", "密级");
        HttpResponse<String> csv = server.get("/imports/" + ended.getString("id") + "/rejections", archivist);
        assertThat(csv.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
        assertThat(csv.body())
                .startsWith("\uFEFF行号,")
                .contains("\r\n3,\"bad-field\",")
                .contains("页号")
                .contains("\"WO1,001,普贵英,Q1,W1,0,\"");
    }

    @Test
    void a_file_with_an_unknown_header_is_refused_at_once_in_both_languages() throws Exception {
        HttpResponse<String> refused = post("", HEADER.replace("户名", "客户名").getBytes(StandardCharsets.UTF_8));

        assertThat(refused.statusCode()).isEqualTo(409);
        JsonObject problem = new JsonObject(refused.body());
        assertThat(problem.getString("code")).isEqualTo("import-refused");
        assertThat(problem.getString("zh")).contains("第 3 列", "客户名", "户名");
        assertThat(problem.getString("en")).contains("column 3");
    }

    @Test
    void nobody_but_an_archivist_may_import_and_an_unknown_import_is_not_found() throws Exception {
        String auditor = server.tokenOf(Role.AUDITOR);

        assertThat(send("", "x".getBytes(StandardCharsets.UTF_8), auditor).statusCode())
                .isEqualTo(403);
        assertThat(server.get("/imports/00000000-0000-0000-0000-000000000000", archivist)
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get("/imports/nonsense", archivist).statusCode()).isEqualTo(404);
    }

    @Test
    void an_unknown_order_is_answered_404_with_the_nearest_numbers() throws Exception {
        HttpResponse<String> missing = server.get("/orders/530426200801019999/location", archivist);

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(missing.body()).getJsonArray("nearest")).isInstanceOf(JsonArray.class);
    }

    private long logged(String kind, String object) {
        String auditor = server.tokenOf(Role.AUDITOR);
        JsonArray entries = new JsonObject(
                        server.get("/access-log?object=" + object, auditor).body())
                .getJsonArray("entries");
        return entries.stream()
                .filter(entry -> ((JsonObject) entry).getString("kind").equals(kind))
                .count();
    }

    private JsonObject ended(String id) {
        return await().atMost(LONG_ENOUGH).until(() -> get("/imports/" + id), run -> run.getBoolean("ended"));
    }

    private JsonObject get(String path) {
        HttpResponse<String> answer = server.get(path, archivist);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> post(String query, byte[] body) throws IOException {
        return send(query, body, archivist);
    }

    private HttpResponse<String> send(String query, byte[] body, String token) {
        return server.send(HttpRequest.newBuilder(server.url("/imports" + query))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }
}
