package org.archivevault.server.label;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.Gdti96;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.ServerSettings;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestDatabase;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class LabelRoutesTest {
    private static final Principal LI = new Principal("li", "李", Set.of(Role.ARCHIVIST));
    private static final LabelSettings SETTINGS = new LabelSettings("0614141", "12345", 3, null);

    private TestDatabase db;
    private AccessLog log;

    @BeforeAll
    void open() {
        db = new TestDatabase();
        log = new AccessLog(db.database(), Clock.systemUTC());
    }

    @BeforeEach
    void emptyShelves() {
        db.empty();
    }

    @AfterAll
    void close() {
        db.close();
    }

    private PackMarks.Marks give(LabelSettings settings, String pack) {
        return await(new PackMarks(db.database(), log, settings).give(new PackNo(pack), LI));
    }

    private void addPack(String packNo, String epc, String barcode) {
        db.rows(
                "INSERT INTO pack (pack_no, epc, barcode, state_since, state_by)"
                        + " VALUES ($1::text, nullif($2::text, ''), nullif($3::text, ''), now(), 'test')",
                packNo,
                epc,
                barcode);
    }

    private List<Row> logged(String pack) {
        return db.rows(
                "SELECT details FROM access_log WHERE kind = 'pack-marks-given' AND object = $1::text", "pack:" + pack);
    }

    @Test
    void a_pack_gets_an_epc_that_names_the_company_and_an_order_of_giving_and_nothing_else() {
        // GIVEN two packs whose numbers hold order numbers
        addPack("WO20080101-A", "", "");
        addPack("WO20080101-B", "", "6900000000001");

        // WHEN
        PackMarks.Marks a = give(SETTINGS, "WO20080101-A");
        PackMarks.Marks b = give(SETTINGS, "WO20080101-B");

        // THEN both are GDTI-96 of the company, their serials follow each other, and each was logged
        Gdti96 first = Gdti96.decode(new Epc(String.valueOf(a.epc())));
        Gdti96 second = Gdti96.decode(new Epc(String.valueOf(b.epc())));
        assertThat(List.of(first.companyPrefix(), first.documentType(), first.filter()))
                .containsExactly("0614141", "12345", 3);
        assertThat(second.serial()).isEqualTo(first.serial() + 1);
        assertThat(a.barcode()).isEqualTo("WO20080101-A");
        assertThat(a.given()).containsExactly("epc", "barcode");
        assertThat(b.barcode()).isEqualTo("6900000000001");
        assertThat(b.given()).containsExactly("epc");
        assertThat(logged("WO20080101-A")).hasSize(1);
        assertThat(logged("WO20080101-B"))
                .singleElement()
                .satisfies(row -> assertThat(row.getString(0)).contains(String.valueOf(b.epc())));
    }

    @Test
    void a_pack_that_has_both_keeps_them_and_nothing_is_logged() {
        addPack("P20", "E280116060000204", "BC20");

        PackMarks.Marks marks = give(SETTINGS, "P20");

        assertThat(marks).isEqualTo(new PackMarks.Marks("P20", "E280116060000204", "BC20", List.of()));
        assertThat(logged("P20")).isEmpty();
    }

    @Test
    void a_serial_or_bar_code_that_another_pack_carries_already_is_passed_over() {
        // GIVEN an imported pack that has the next EPC, and one whose bar code is the other pack's number
        long next = db.number("SELECT nextval('epc_serial')") + 1;
        addPack("P30", SETTINGS.gdti(next).encode().value(), "P31");
        addPack("P31", "", "");

        PackMarks.Marks marks = give(SETTINGS, "P31");

        assertThat(Gdti96.decode(new Epc(String.valueOf(marks.epc()))).serial()).isEqualTo(next + 1);
        assertThat(marks.barcode()).startsWith("P31.").hasSizeLessThanOrEqualTo(48);
        assertThat(db.number("SELECT count(*) FROM pack WHERE barcode = 'P31'")).isEqualTo(1);
    }

    @Test
    void without_a_company_prefix_no_epc_is_given_but_bar_codes_are() {
        addPack("P40", "", "");
        addPack("P41", "", "BC41");

        assertThat(give(LabelSettings.NONE, "P40"))
                .isEqualTo(new PackMarks.Marks("P40", null, "P40", List.of("barcode")));
        assertThatThrownBy(() -> give(LabelSettings.NONE, "P41")).hasMessageContaining("epc-not-configured");
        assertThatThrownBy(() -> give(LabelSettings.NONE, "P99")).hasMessageContaining("pack-not-found");
    }

    @Test
    void settings_that_make_no_gdti_are_refused_at_once() {
        assertThatThrownBy(() -> new LabelSettings("0614141", "1234", 0, null)).hasMessageContaining("11 digits");
        assertThatThrownBy(() -> new LabelSettings("0614141", null, 0, null)).hasMessageContaining("go together");
        assertThat(new LabelSettings("061414112345", "", 0, null).gdti(7).pureIdentity())
                .isEqualTo("urn:epc:id:gdti:061414112345..7");
    }

    @Test
    void over_http_a_pack_gets_its_marks_and_its_label_and_the_auditor_sees_both() {
        try (TestServer server = TestServer.start(
                new ServerSettings(
                        HttpSettings.loopback(0),
                        TestPostgres.newDatabase(),
                        SessionSettings.defaults(),
                        null,
                        null,
                        TestServer.newDataDir(),
                        Duration.ofSeconds(40),
                        SETTINGS),
                Clock.systemUTC())) {
            TestPostgres.execute(
                    server.database(),
                    "INSERT INTO pack (pack_no, state_since, state_by) VALUES ('P1', now(), 'test')");
            String archivist = server.tokenOf(Role.ARCHIVIST);

            // a pack without bar code has no label yet
            HttpResponse<String> none = server.get("/packs/P1/label", archivist);
            assertThat(none.statusCode()).isEqualTo(409);
            assertThat(new JsonObject(none.body()).getString("code")).isEqualTo("pack-has-no-barcode");

            JsonObject marks = new JsonObject(
                    server.call("POST", "/packs/P1/epc", archivist, null).body());
            assertThat(marks.getJsonArray("given")).isEqualTo(new JsonArray(List.of("epc", "barcode")));
            assertThat(marks.getString("pureIdentity")).startsWith("urn:epc:id:gdti:0614141.12345.");

            HttpResponse<String> zpl = server.get("/packs/P1/label?format=zpl", archivist);
            assertThat(zpl.statusCode()).isEqualTo(200);
            assertThat(zpl.body()).contains("^RFW,H^FD" + marks.getString("epc") + "^FS");
            HttpResponse<String> pdf = server.get("/packs/P1/label", archivist);
            assertThat(pdf.headers().firstValue("Content-Type")).contains("application/pdf");
            assertThat(pdf.body()).startsWith("%PDF-");

            String log = server.get("/access-log?object=pack:P1", server.tokenOf(Role.AUDITOR))
                    .body();
            assertThat(log).contains("pack-marks-given").contains("label-made");
            assertThat(server.get("/packs/P2/label", archivist).statusCode()).isEqualTo(404);
            assertThat(server.get("/packs/P1/label?format=doc", archivist).statusCode())
                    .isEqualTo(400);
        }
    }
}
