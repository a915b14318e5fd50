package org.archivevault.firmware.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholePlanTest {
    private static final String DEMO = Mistake.bundled("/sites/demo.yaml");

    @Test
    void a_block_of_one_carriage_is_refused() {
        // GIVEN
        Mistake alone = new Mistake(
                "one carriage",
                "          - {number: 2..9, kind: mobile, width: 600mm, faces: [A, B]}\n          - {number: 10, kind: fixed, width: 450mm, faces: [A]}\n",
                "",
                "",
                null);

        // WHEN
        List<Problem> problems = read(alone.in(DEMO)).problems();

        // THEN
        assertThat(problems).extracting(Problem::line).containsOnly(26);
        assertThat(problems).anySatisfy(p -> assertThat(p.what().en()).contains("2–64 carriages, this one has 1"));
    }

    @Test
    void all_mistakes_of_a_file_are_told_at_once_in_the_order_of_the_file() {
        // GIVEN three mistakes on lines 4, 23 and 37
        String text = DEMO.replaceFirst("en: Eshan", "eng: Eshan")
                .replaceFirst("aisleWidth: 900mm", "aisleWidth: 900")
                .replace("firstUnitId: 2", "firstUnitId: two");

        // WHEN
        List<Problem> problems = read(text.getBytes(StandardCharsets.UTF_8)).problems();

        // THEN
        assertThat(problems).extracting(Problem::line).containsExactly(4, 23, 38);
        assertThat(problems).extracting(Problem::meant).containsExactly("en", "900mm", null);
    }

    @Test
    void a_file_saved_in_the_old_chinese_encoding_is_refused_with_the_cure() {
        // WHEN
        List<Problem> problems = read(DEMO.getBytes(Charset.forName("GB18030"))).problems();

        // THEN
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.what().en()).contains("save it as UTF-8");
        });
    }

    @Test
    void an_empty_file_and_a_file_that_is_not_there_are_refused(@TempDir Path folder) {
        assertThat(read(new byte[0]).problems()).extracting(p -> p.what().en()).containsExactly("the file is empty");
        assertThat(SitePlanLoader.read(folder.resolve("none.yaml")).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.what().en()).contains("cannot be read"));
    }

    @Test
    void a_plan_may_name_its_own_profile_by_path_and_that_profiles_mistakes_are_told_with_its_lines(
            @TempDir Path folder) throws Exception {
        // GIVEN a sound profile beside the plan
        String profile = Mistake.bundled("/profiles/shelving/block-mailbox-1.yaml");
        Path own = Files.writeString(folder.resolve("own.yaml"), profile.replace("name: block-mailbox", "name: own"));
        Path plan = Files.writeString(
                folder.resolve("site.yaml"), DEMO.replace("profile: block-mailbox-1", "profile: own.yaml"));

        // THEN it loads
        assertThat(SitePlanLoader.load(plan).controllers().get(0).profile().name())
                .isEqualTo("own");

        // GIVEN the profile has a mistake on its fourth line
        Files.writeString(own, profile.replace("name: block-mailbox", "nmae: own"));

        // WHEN
        List<Problem> problems = SitePlanLoader.read(plan).problems();

        // THEN
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0).file()).isEqualTo(folder.resolve("own.yaml").toString());
        assertThat(problems.get(0).line()).isEqualTo(4);
        assertThat(problems.get(0).meant()).isEqualTo("name");
        assertThat(problems.get(1).file()).isEqualTo(plan.toString());
        assertThat(problems.get(1).line()).isEqualTo(8);
    }

    @Test
    void one_mailbox_controller_drives_one_block() {
        // GIVEN block 2 on the controller of block 1, as a mailbox block has no unit ids
        String text = DEMO.replace("controller: block-2-bus", "controller: block-1-controller")
                .replace(", firstUnitId: 2", "");

        // WHEN
        List<Problem> problems = read(text.getBytes(StandardCharsets.UTF_8)).problems();

        // THEN
        assertThat(problems).extracting(Problem::line).containsExactly(11, 32);
        assertThat(problems.get(0).what().en()).contains("drives no block");
        assertThat(problems.get(1).what().en()).contains("drives the block of line 20 already");
    }

    @Test
    void an_edge_agent_serves_one_vault_and_a_bus_belongs_to_one_edge_agent() {
        // GIVEN two vaults on one bus, with one edge agent for both
        String second = "  - code: V2\n    name: {zh: 二库, en: Vault 2}\n    edge: edge-v1\n    blocks:\n"
                + DEMO.substring(DEMO.indexOf("      - code: B2"), DEMO.indexOf("    readers:\n"))
                        .replace("firstUnitId: 2", "firstUnitId: 12");

        // WHEN
        List<Problem> problems =
                read((DEMO + second).getBytes(StandardCharsets.UTF_8)).problems();

        // THEN
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0).what().en()).contains("each vault has its own");
        assertThat(problems.get(1).what().en()).contains("used by another vault");
    }

    @Test
    void a_guard_that_the_profile_has_no_signal_for_is_refused(@TempDir Path folder) throws Exception {
        // GIVEN a profile without a door input
        String profile =
                Mistake.bundled("/profiles/shelving/block-mailbox-1.yaml").replaceFirst("  door-open: .*\n", "");
        Files.writeString(folder.resolve("own.yaml"), profile);
        Path plan = Files.writeString(
                folder.resolve("site.yaml"), DEMO.replace("profile: block-mailbox-1", "profile: own.yaml"));

        // WHEN
        List<Problem> problems = SitePlanLoader.read(plan).problems();

        // THEN
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(24);
            assertThat(problem.what().en()).contains("no signal for \"door\"");
        });
    }

    @Test
    void a_block_with_more_aisles_than_the_profiles_arrays_hold_is_refused(@TempDir Path folder) throws Exception {
        // GIVEN a profile whose presence array ends after one register, and a block of 19 aisles
        String profile = Mistake.bundled("/profiles/shelving/block-mailbox-1.yaml")
                .replace(
                        "safety-edge:      {table: input-register, pduAddress: 16",
                        "safety-edge:      {table: input-register, pduAddress: 13");
        Files.writeString(folder.resolve("own.yaml"), profile);
        Path plan = Files.writeString(
                folder.resolve("site.yaml"),
                DEMO.replace("profile: block-mailbox-1", "profile: own.yaml")
                        .replaceFirst("2\\.\\.9", "2..19")
                        .replace("number: 10,", "number: 20,"));

        // WHEN
        List<Problem> problems = SitePlanLoader.read(plan).problems();

        // THEN
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(26);
            assertThat(problem.what().en()).contains("19 aisles").contains("\"presence\" holds 16");
        });
    }

    @Test
    void the_example_of_the_how_to_page_is_a_sound_plan() throws Exception {
        // GIVEN
        String page = Files.readString(Path.of("..", "docs", "how-to", "describe-a-site.md"));
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        String example = page.substring(start, page.indexOf("```", start));

        // WHEN
        Loaded<SitePlan> loaded = read(example.getBytes(StandardCharsets.UTF_8));

        // THEN
        assertThat(loaded.problems()).isEmpty();
        SitePlan plan = loaded.orThrow();
        assertThat(plan.controllers().get(1).connection())
                .isEqualTo(new ControllerPlan.RtuSerial("/dev/ttyUSB0", 19_200, ControllerPlan.Parity.EVEN, 1));
        assertThat(plan.blocks().get(0).carriages().get(9).bays()).isEqualTo(5);
        assertThat(plan.blocks().get(1).aisleWidthMm()).isEqualTo(900);
    }

    private static Loaded<SitePlan> read(byte[] bytes) {
        return SitePlanLoader.read("site.yaml", bytes, null);
    }
}
