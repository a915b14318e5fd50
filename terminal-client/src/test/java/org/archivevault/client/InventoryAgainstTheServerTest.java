package org.archivevault.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.archivevault.server.testing.TestSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code ./vault inventory} as a person types it, against a real server on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class InventoryAgainstTheServerTest {
    private static final String FACE = "ES-V1-B1-02A";

    @TempDir
    Path home = Path.of("set by JUnit");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    private record Ran(int exitCode, String out, String err) {}

    @BeforeAll
    void start() {
        server = TestSite.serverOfDemoSite(TestPostgres.newDatabase(), TestServer.newDataDir());
        // Five packs in the first slots of a face since yesterday, and one in hand.
        TestPostgres.execute(server.database(), """
                INSERT INTO pack (pack_no, epc, state, state_since, state_by)
                SELECT 'P' || g, 'E' || lpad(g::text, 5, '0'), CASE WHEN g < 6 THEN 'on-shelf' ELSE 'unknown' END, now(), 't'
                  FROM generate_series(1, 6) g""");
        TestPostgres.execute(server.database(), """
                INSERT INTO placement (pack_id, position_code, valid_from, placed_by, placed_why)
                SELECT id, 'ES-V1-B1-02A-01-1-0' || substr(pack_no, 2), now() - interval '1 day', 't', 't'
                  FROM pack WHERE state = 'on-shelf'""");
    }

    @BeforeEach
    void signIn() {
        new SessionFile(URI.create("http://127.0.0.1:" + server.server().port()), server.tokenOf(Role.ARCHIVIST))
                .write(home.resolve("session.json"));
    }

    @AfterAll
    void close() {
        server.close();
    }

    private Ran run(String... args) {
        List<String> all = new java.util.ArrayList<>(List.of("inventory"));
        all.addAll(List.of(args));
        all.add("--session");
        all.add(home.resolve("session.json").toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = VaultClient.run(
                all.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true), false);
        return new Ran(exit, out.toString(), err.toString());
    }

    private Ran fine(String... args) {
        Ran ran = run(args);
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    private String minutesAgo(int minutes) {
        return now.minus(minutes, ChronoUnit.MINUTES).toString();
    }

    private Path file(String name, String text) throws java.io.IOException {
        return Files.writeString(home.resolve(name), text);
    }

    /** The number of the discrepancy in the line that names a pack. */
    private static String numberOf(String report, String pack) {
        Matcher line = Pattern.compile("(?m)^(\\d+)  .*" + pack + "\\b.*$").matcher(report);
        assertThat(line.find()).as(report).isTrue();
        return line.group(1);
    }

    @Test
    void aRoundFromItsOpeningToItsLastSettledDiscrepancy() throws Exception {
        // GIVEN a round over a block
        String opened = fine("open", "ES-V1-B1", "--since", minutesAgo(120)).out();
        assertThat(opened).contains("ES-V1-B1", "进行中 / open");
        String round = opened.substring(0, opened.indexOf(' '));

        // WHEN a sweep is uploaded: P1 to P3 stand there, P6 is there unexpectedly, P4 and P5 are not seen
        StringBuilder csv = new StringBuilder("time,epc\n");
        for (int n : new int[] {1, 2, 3, 6}) {
            csv.append(minutesAgo(60)).append(",E0000").append(n).append('\n');
        }
        Path sweep = file("sweep.csv", csv.toString());
        assertThat(fine("upload", round, sweep.toString(), "--face", FACE, "--device", "H1")
                        .out())
                .contains("accepted 4", "rejected 0");
        assertThat(fine("upload", round, sweep.toString(), "--face", FACE).out())
                .contains("uploaded before, nothing has changed");

        // AND another one, in JSON: P4 was seen on the face across, and one line is no read
        Path other = file(
                "other.json",
                "{\"reads\":[{\"time\":\"" + minutesAgo(50)
                        + "\",\"epc\":\"E00004\",\"position\":\"ES-V1-B1-02B-01-1-05\"},"
                        + "{\"time\":\"tomorrow\",\"epc\":\"E00005\"}]}");
        Ran partly = run("upload", round, other.toString());
        assertThat(partly.exitCode()).isEqualTo(ClientFailure.REFUSED);
        assertThat(partly.out()).contains("accepted 1", "rejected 1").containsPattern("(?m)^  2: .*\\p{IsHan}.* / .*");

        // THEN the report of the open round says how far it is: of the five that belong there, wherever they were read
        assertThat(fine("report", round).out()).contains("H1", FACE + "  已读 / seen 4 / 5");
        assertThat(fine().out()).contains(round);

        // WHEN it is closed
        String closed = fine("close", round).out();

        // THEN exactly the planted errors are found
        assertThat(closed)
                .contains("expected 5")
                .contains("缺失 / missing  1", "错放 / misplaced  1", "意外 / unexpected  1");
        String report = fine("report", round).out();
        assertThat(report)
                .containsPattern("缺失 / missing  P5  应在 / belongs ES-V1-B1-02A-01-1-05")
                .containsPattern("错放 / misplaced  P4  .*见于 / seen at ES-V1-B1-02B-01-1-05")
                .containsPattern("意外 / unexpected  P6  .*见于 / seen at ES-V1-B1-02A");

        // WHEN each is settled
        fine("settle", numberOf(report, "P5"), "missing", "--note", "三个人找过");
        fine("settle", numberOf(report, "P4"), "moved", "--position", "ES-V1-B1-02B-01-1-05");
        fine("settle", numberOf(report, "P6"), "moved", "--position", "ES-V1-B1-02A-01-1-09");

        // THEN nothing is left open, and the coverage knows what was seen
        assertThat(fine("report", round, "--open").out()).doesNotContain("P4", "P5", "P6");
        assertThat(fine("coverage", "--days", "1", "--unseen", "ES-V1").out()).contains("全部 / all", "%");
    }

    @Test
    void mistakesAreToldInBothLanguagesWithTheirExitCode() throws Exception {
        Ran scope = run("open", "ES-V9");
        assertThat(scope.exitCode()).isEqualTo(ClientFailure.REFUSED);
        assertThat(scope.err()).containsPattern("\\p{IsHan}").contains(" / ");

        Ran round = run("report", "00000000-0000-0000-0000-000000000000");
        assertThat(round.exitCode()).isEqualTo(ClientFailure.REFUSED);
        assertThat(round.err()).containsPattern("\\p{IsHan}");

        String opened = fine("open", "ES-V1-B2").out();
        Ran missing = run(
                "upload",
                opened.substring(0, opened.indexOf(' ')),
                home.resolve("none.csv").toString());
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("cannot be read");
    }
}
