package org.archivevault.server.importing;

import static org.archivevault.server.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.importing.ImportJob.End;
import org.archivevault.server.importing.sample.ExportGenerator;
import org.archivevault.server.importing.sample.SamplePack;
import org.archivevault.server.putaway.SlotRegister;
import org.archivevault.server.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class ImportJobTest {
    /** Small, so that a file of some thousand lines has many chunks. */
    private static final int CHUNK_BYTES = RecordSplitter.LONGEST_RECORD_BYTES;

    private static final SitePlan PLAN = SitePlanLoader.loadBundled("demo");
    private static final String HEADER = "业务工单号,户号,户名,档案包号,文件号,页号,储位码\n";

    @TempDir
    Path folder;

    private final ExecutorService ahead = Executors.newSingleThreadExecutor();
    private TestDatabase db;
    private ImportRegister register;

    @BeforeAll
    void open() {
        db = new TestDatabase();
        register =
                new ImportRegister(db.database(), new AccessLog(db.database(), Clock.systemUTC()), Clock.systemUTC());
    }

    @BeforeEach
    void emptyShelves() {
        db.empty();
        await(new SlotRegister(db.database(), Clock.systemUTC()).synchronise(PLAN));
    }

    @AfterAll
    void close() {
        ahead.shutdownNow();
        db.close();
    }

    @Test
    void what_was_imported_is_exactly_what_the_generator_wrote_in_either_encoding() throws Exception {
        long seed = new Random().nextLong(1_000_000);
        for (ExportEncoding encoding : ExportEncoding.values()) {
            // GIVEN an export in this encoding; the second one of other packs of another archive
            ExportGenerator archive = new ExportGenerator(seed, 700, encoding == ExportEncoding.UTF_8 ? PLAN : null);
            emptyShelves();
            Path file = write(archive, encoding);

            // WHEN
            ImportRun run = enter(file, ImportMode.ACCEPT_GOOD);
            assertThat(run.encoding()).isEqualTo(encoding);
            assertThat(work(run, file, () -> false)).isEqualTo(End.LOADED);

            // THEN
            assertThat(dumped()).as("seed %d, %s", seed, encoding).isEqualTo(expected(archive));
            ImportRun after = await(register.find(run.id())).orElseThrow();
            assertThat(after.accepted()).isEqualTo(700 * 6);
            assertThat(after.rejected()).isZero();
            assertThat(after.percent()).isEqualTo(100);
        }
    }

    @Test
    void an_import_that_was_broken_off_goes_on_at_the_exact_line() throws Exception {
        // GIVEN an import that is stopped after every second chunk, each time with all memory lost
        ExportGenerator archive = new ExportGenerator(5, 2_000, PLAN);
        Path file = write(archive, ExportEncoding.GB18030);
        ImportRun run = enter(file, ImportMode.ACCEPT_GOOD);
        int starts = 0;
        End end = End.STOPPED;
        while (end == End.STOPPED) {
            starts++;
            AtomicInteger chunks = new AtomicInteger();
            ImportRun asKept = await(register.find(run.id())).orElseThrow();
            end = work(asKept, file, () -> chunks.incrementAndGet() == 2);
        }

        // THEN nothing is missing and nothing is there twice
        assertThat(starts).isGreaterThan(5);
        assertThat(end).isEqualTo(End.LOADED);
        assertThat(dumped()).isEqualTo(expected(archive));
        ImportRun after = await(register.find(run.id())).orElseThrow();
        assertThat(after.accepted()).isEqualTo(12_000);
        assertThat(after.rejected()).isZero();
    }

    @Test
    void a_connection_that_dies_in_the_middle_of_a_chunk_loses_that_chunk_only() throws Exception {
        // GIVEN an import whose connection is cut by the server while it works
        ExportGenerator archive = new ExportGenerator(6, 1_000, PLAN);
        Path file = write(archive, ExportEncoding.UTF_8);
        ImportRun run = enter(file, ImportMode.ACCEPT_GOOD);
        AtomicInteger chunks = new AtomicInteger();
        ImportJob cut = new ImportJob(this::connect, Clock.systemUTC(), System::nanoTime, ahead, CHUNK_BYTES, () -> {
            if (chunks.incrementAndGet() == 3) {
                db.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = 'import-test'");
            }
            return false;
        });
        assertThatThrownBy(() -> cut.run(run, file)).isInstanceOf(SQLException.class);

        // WHEN it goes on
        ImportRun asKept = await(register.find(run.id())).orElseThrow();
        assertThat(asKept.nextByte()).isBetween(run.nextByte() + 1, run.totalBytes() - 1);
        work(asKept, file, () -> false);

        // THEN
        assertThat(dumped()).isEqualTo(expected(archive));
    }

    @Test
    void bad_lines_are_kept_with_number_reason_and_text_and_the_good_ones_go_in() throws Exception {
        Path file = folder.resolve("mixed.csv");
        Files.writeString(file, HEADER + """
                WO1,001,普贵英,P1,W1,1,ES-V1-B1-01B-01-1-01
                WO1,001,普贵英,P1,W1,2,ES-V1-B1-01B-01-1-01
                WO1,001,普贵英,P1,W1,2,ES-V1-B1-01B-01-1-01
                WO2,002,"张
                伟",P2,W1,1,
                WO3,003,李娜,P3,W1,1,ES-V1-B1-01B-01-1-01
                =WO4,004,王强,P4,W1,1,
                WO5,005,赵磊,P5,W1,1,ES-V1-B1-01B-01-1-02
                """);

        // WHEN
        ImportRun run = enter(file, ImportMode.ACCEPT_GOOD);
        work(run, file, () -> false);

        // THEN line numbers count the line break in line 5
        Map<Long, String> rejected = new TreeMap<>();
        for (Row row : db.rows("SELECT line_no, code, line FROM import_rejection")) {
            rejected.put(row.getLong(0), row.getString(1));
        }
        assertThat(rejected).isEqualTo(Map.of(4L, "page-twice", 5L, "bad-field", 7L, "slot-taken", 8L, "bad-field"));
        assertThat(db.rows("SELECT line FROM import_rejection WHERE line_no = 5")
                        .get(0)
                        .getString(0))
                .isEqualTo("WO2,002,\"张\n伟\",P2,W1,1,");
        assertThat(db.rows("SELECT pack_no FROM pack ORDER BY 1").stream().map(row -> row.getString(0)))
                .containsExactly("P1", "P5");
    }

    @Test
    void all_or_nothing_leaves_nothing_when_one_line_is_bad_and_tells_every_bad_line() throws Exception {
        // GIVEN a large good file with bad lines near both ends
        ExportGenerator archive = new ExportGenerator(8, 1_500, PLAN);
        Path good = write(archive, ExportEncoding.UTF_8);
        String text = Files.readString(good);
        Path bad = folder.resolve("bad.csv");
        Files.writeString(bad, text.replaceFirst("E280", "E28G") + "x,y\r\n");

        // WHEN
        ImportRun run = enter(bad, ImportMode.ALL_OR_NOTHING);
        assertThat(work(run, bad, () -> false)).isEqualTo(End.REFUSED);

        // THEN
        assertThat(db.number("SELECT count(*) FROM pack")).isZero();
        assertThat(db.number("SELECT count(*) FROM slot WHERE NOT free")).isZero();
        assertThat(db.number("SELECT count(*) FROM import_rejection WHERE import_id = $1::uuid", run.id()))
                .isEqualTo(2);

        // WHEN the file is good
        ImportRun again = enter(good, ImportMode.ALL_OR_NOTHING);
        assertThat(work(again, good, () -> false)).isEqualTo(End.LOADED);
        assertThat(dumped()).isEqualTo(expected(archive));
    }

    @Test
    void all_or_nothing_shows_nothing_before_it_has_ended_and_starts_over_after_a_break() throws Exception {
        ExportGenerator archive = new ExportGenerator(9, 1_500, PLAN);
        Path file = write(archive, ExportEncoding.UTF_8);
        ImportRun run = enter(file, ImportMode.ALL_OR_NOTHING);
        AtomicInteger chunks = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();

        // WHEN it is broken off after three chunks
        End broken = work(run, file, () -> {
            seen.addAndGet((int) db.number("SELECT count(*) FROM pack"));
            return chunks.incrementAndGet() == 3;
        });

        // THEN
        assertThat(broken).isEqualTo(End.STOPPED);
        assertThat(seen).hasValue(0);
        assertThat(db.number("SELECT count(*) FROM pack")).isZero();
        work(await(register.find(run.id())).orElseThrow(), file, () -> false);
        assertThat(dumped()).isEqualTo(expected(archive));
    }

    @Test
    void two_processes_on_one_import_do_not_load_a_chunk_twice() throws Exception {
        // GIVEN two that both begin at the beginning
        Path file = write(new ExportGenerator(10, 300, PLAN), ExportEncoding.UTF_8);
        ImportRun run = enter(file, ImportMode.ACCEPT_GOOD);
        work(run, file, () -> true);

        // THEN the second finds that the cursor has moved on
        assertThatThrownBy(() -> work(run, file, () -> true)).hasMessageContaining("another process");
    }

    @Test
    void a_second_file_may_complete_what_the_first_left_out() throws Exception {
        Path first = folder.resolve("first.csv");
        Files.writeString(first, "业务工单号,户号,户名,档案包号,文件号,页号\nWO1,001,普贵英,P1,W1,1\n");
        Path second = folder.resolve("second.csv");
        Files.writeString(second, """
                业务工单号,户号,户名,档案包号,文件号,页号,EPC,业务类型,文件题名,储位码
                WO1,001,普贵英,P1,W1,2,e2801160,新装,申请书,ES-V1-B1-01B-01-1-01
                """);

        work(enter(first, ImportMode.ACCEPT_GOOD), first, () -> false);
        work(enter(second, ImportMode.ACCEPT_GOOD), second, () -> false);

        assertThat(db.number("SELECT count(*) FROM import_rejection")).isZero();
        Row pack = db.rows(
                        "SELECT epc, state, (SELECT title FROM document), (SELECT kind FROM business_order) FROM pack")
                .get(0);
        assertThat(pack.getString(0)).isEqualTo("E2801160");
        assertThat(pack.getString(1)).isEqualTo("on-shelf");
        assertThat(pack.getString(2)).isEqualTo("申请书");
        assertThat(pack.getString(3)).isEqualTo("新装");
    }

    private Path write(ExportGenerator archive, ExportEncoding encoding) throws IOException {
        Path file = folder.resolve(UUID.randomUUID() + ".csv");
        try (OutputStream out = Files.newOutputStream(file)) {
            archive.write(out, encoding);
        }
        return file;
    }

    private ImportRun enter(Path file, ImportMode mode) throws Exception {
        ExportHead head = ExportHead.read(ImportSpool.head(file), null);
        ImportRun run = await(register.enter(file.getFileName().toString(), mode, head, Files.size(file), "li"))
                .run();
        db.rows("UPDATE import_run SET state = 'running' WHERE id = $1::uuid", run.id());
        return run;
    }

    private End work(ImportRun run, Path file, BooleanSupplier stopping) throws Exception {
        return new ImportJob(this::connect, Clock.systemUTC(), System::nanoTime, ahead, CHUNK_BYTES, stopping)
                .run(run, file);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                db.settings().jdbcUrl() + "&ApplicationName=import-test",
                db.settings().user(),
                db.settings().password());
    }

    /** Every page with all that belongs to it, as the tables hold it. */
    private Map<String, String> dumped() {
        Map<String, String> pages = new TreeMap<>();
        for (Row row : db.rows("SELECT p.pack_no, d.document_no, g.page_no, concat_ws('|', o.order_no, o.customer_no,"
                + " n.name, o.kind, o.filed_on, p.barcode, p.epc, p.seal_no, p.security_class, d.title,"
                + " l.position_code, p.state) FROM page g JOIN document d ON d.id = g.document_id"
                + " JOIN pack p ON p.id = d.pack_id JOIN business_order o ON o.id = d.order_id"
                + " JOIN customer_name n ON n.id = o.name_id"
                + " LEFT JOIN placement l ON l.pack_id = p.id AND l.valid_to IS NULL")) {
            pages.put(row.getString(0) + "/" + row.getString(1) + "/" + row.getInteger(2), row.getString(3));
        }
        return pages;
    }

    private static Map<String, String> expected(ExportGenerator archive) {
        Map<String, String> pages = new TreeMap<>();
        for (int i = 0; i < archive.packs(); i++) {
            SamplePack pack = archive.pack(i);
            for (int d = 0; d < pack.documents().size(); d++) {
                for (int page = 1; page <= pack.pagesPerDocument(); page++) {
                    String value = String.join(
                            "|",
                            pack.orderNo(),
                            pack.customerNo(),
                            pack.customerName(),
                            pack.kind(),
                            pack.filedOn().toString(),
                            pack.barcode(),
                            pack.epc(),
                            pack.sealNo(),
                            String.valueOf(pack.securityClass()),
                            pack.documents().get(d));
                    String place = pack.positionCode() == null ? "|unknown" : "|" + pack.positionCode() + "|on-shelf";
                    pages.put(pack.packNo() + "/" + SamplePack.documentNo(d) + "/" + page, value + place);
                }
            }
        }
        return pages;
    }

    @Test
    void a_generated_archive_is_the_same_for_the_same_seed_and_readable_as_chinese() {
        ExportGenerator one = new ExportGenerator(42, 1_000, PLAN);
        ExportGenerator two = new ExportGenerator(42, 1_000, PLAN);

        for (int i = 999; i >= 0; i--) {
            assertThat(one.pack(i)).isEqualTo(two.pack(i));
            assertThat(one.pack(i).customerName().getBytes(StandardCharsets.UTF_8).length)
                    .isGreaterThanOrEqualTo(6);
        }
        assertThat(one.pack(49).orderNo())
                .as("an order in two packs")
                .isEqualTo(one.pack(48).orderNo());
        assertThat(one.pack(0).positionCode()).isEqualTo("ES-V1-B1-01B-01-1-01");
        assertThat(one.pack(20).positionCode()).isEqualTo("ES-V1-B1-01B-01-2-01");
    }
}
