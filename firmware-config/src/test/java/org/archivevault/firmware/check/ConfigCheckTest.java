package org.archivevault.firmware.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.archivevault.firmware.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int check(String... args) {
        return ConfigCheck.run(List.of(args), new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void a_sound_plan_is_answered_with_what_was_understood() throws Exception {
        // WHEN
        int code = check("check", file("site.yaml", Mistake.bundled("/sites/demo.yaml")));

        // THEN 18 + 10 faces of 720 and 480 slots
        assertThat(code).isZero();
        assertThat(said())
                .contains(
                        "Site ES (Eshan Power Supply): 1 vault(s), 2 block(s), 14 aisles, 17,760 slots, 2 controller(s)")
                .contains("ES-V1-B1 (Block 1): 10 carriages (8 mobile), 9 aisles, 12,960 slots, rails of 6,600mm")
                .contains("单位 ES（峨山供电有限公司）")
                .doesNotContain("looks outwards")
                .doesNotContain("{}");
    }

    @Test
    void a_fixed_end_face_that_looks_outwards_is_pointed_out() throws Exception {
        String plan = Mistake.bundled("/sites/demo.yaml").replaceFirst("450mm, faces: \\[B\\]", "450mm, faces: [A, B]");

        assertThat(check(file("site.yaml", plan))).isZero();
        assertThat(said()).contains("1A looks outwards and is reached without an aisle");
    }

    @Test
    void a_sound_profile_is_answered_with_what_was_understood() throws Exception {
        int code = check(file("p.yaml", Mistake.bundled("/profiles/shelving/carriage-coils-1.yaml")));

        assertThat(code).isZero();
        assertThat(said())
                .contains(
                        "Profile carriage-coils-1 (Carriage controllers with coils and status bits): unit-per-carriage")
                .contains("watchdog 2000ms");
    }

    @Test
    void a_sound_reader_profile_is_answered_with_what_was_understood() throws Exception {
        int code = check(file("r.yaml", Mistake.bundled("/profiles/readers/portal-1.yaml")));

        assertThat(code).isZero();
        assertThat(said())
                .contains("Reader profile portal-1 (Gate reader): 4 antenna ports, session 0, turns of 200ms; "
                        + "gate-inner departs after 1.0s, gate-outer departs after 1.0s")
                .contains("gate-outer 离开判定 1.0s");
    }

    @Test
    void readers_are_told_and_a_gate_with_one_side_is_pointed_out() throws Exception {
        // GIVEN
        String demo = Mistake.bundled("/sites/demo.yaml");
        int readers = demo.indexOf("    readers:\n");
        String plan = (readers < 0 ? demo : demo.substring(0, readers)) + "    readers:\n"
                + "      - name: door-reader\n        profile: portal-1\n"
                + "        connection: {host: 10.0.0.7, port: 5084}\n"
                + "        readPoints: [{name: door, kind: gate-inner, gate: main, antennas: [1, 2]}]\n";

        // WHEN
        int code = check(file("site.yaml", plan));

        // THEN
        assertThat(code).isZero();
        assertThat(said())
                .contains("reader door-reader (portal-1 @ llrp 10.0.0.7:5084): door gate-inner [1, 2]")
                .contains("gate main has antennas on one side only: directions stay unknown");
    }

    @Test
    void mistakes_are_printed_with_file_line_column_both_languages_and_the_guess() throws Exception {
        // GIVEN
        String plan = Mistake.bundled("/sites/demo.yaml").replaceFirst("kind: mobile", "kind: mobil");
        String path = file("site.yaml", plan);

        // WHEN
        int code = check(path);

        // THEN
        assertThat(code).isEqualTo(1);
        assertThat(said().lines().findFirst())
                .contains(path + ":28:34: \"mobil\" 不在可选值内：fixed, mobile / \"mobil\" is none of: fixed, mobile"
                        + " (是否想写 / did you mean \"mobile\"?)");
    }

    @Test
    void a_file_of_no_known_kind_is_a_mistake() throws Exception {
        assertThat(check(file("a.yaml", "kind: site-plam\n"))).isEqualTo(1);
        assertThat(said()).contains("a.yaml:1:7:").contains("did you mean \"site-plan\"?");
        assertThat(check(file("b.yaml", "kinds: site-plan\n"))).isEqualTo(1);
        assertThat(check(file("c.yaml", "- 1\n"))).isEqualTo(1);
    }

    @Test
    void a_file_that_is_not_there_and_no_file_at_all_end_with_code_two() throws Exception {
        assertThat(check(folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(said()).contains("cannot be read");
        assertThat(check("check")).isEqualTo(2);
        assertThat(said()).contains("usage:");
    }

    @Test
    void of_several_files_the_worst_decides_the_code() throws Exception {
        String fine = file("fine.yaml", Mistake.bundled("/sites/demo.yaml"));
        String wrong = file("wrong.yaml", "kind: site-plan\n");

        assertThat(check(fine, wrong, fine)).isEqualTo(1);
    }
}
