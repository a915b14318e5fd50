package org.archivevault.firmware.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.firmware.problem.Problem;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.tag.ReadPointId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReaderMistakesTest {
    private static final String BLOCKS = withoutReaders(Mistake.bundled("/sites/demo.yaml"));
    private static final String PLAN = BLOCKS + """
                readers:
                  - name: gate-reader
                    profile: portal-1
                    connection: {host: 10.0.0.7, port: 5084}
                    readPoints:
                      - {name: gate-in, kind: gate-inner, gate: main, antennas: [1]}
                      - {name: gate-out, kind: gate-outer, gate: main, antennas: [2]}
                  - name: desk-reader
                    profile: desk-1
                    connection: {host: 10.0.0.8, port: 5084}
                    readPoints:
                      - {name: desk, kind: desk, antennas: [1, 2]}
                  - name: shelf-reader
                    profile: shelf-1
                    connection: {host: 10.0.0.9, port: 5084}
                    readPoints:
                      - {name: b1-02a, kind: shelf, face: ES-V1-B1-02A, antennas: [1]}
                      - {name: b2-06a, kind: shelf, face: ES-V1-B2-06A, antennas: [32]}
            """.indent(0);

    private static String withoutReaders(String demo) {
        int at = demo.indexOf("    readers:\n");
        return at < 0 ? demo : demo.substring(0, at);
    }

    private static int lineOf(String text) {
        return 1
                + (int) PLAN.substring(0, PLAN.indexOf(text))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static Mistake slip(String name, String from, String to, String says, @Nullable String meant) {
        return new Mistake(name, from, to, says, meant);
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(form(), readers(), readPoints()).flatMap(List::stream);
    }

    private static List<Mistake> form() {
        return List.of(
                slip("mistyped key of a vault", "    readers:", "    §reader:", "unknown key", "readers"),
                slip("mistyped key", "readPoints:", "§readPoint:", "unknown key", "readPoints"),
                slip("mistyped key of a read point", "face: ES-V1-B1-02A", "§fce: ES-V1-B1-02A", "unknown key", "face"),
                slip("missing port", "{host: 10.0.0.7, port: 5084}", "§{host: 10.0.0.7}", "\"port\" is missing", null),
                slip("mistyped kind", "kind: desk,", "kind: §dsk,", "none of: gate-inner, gate-outer, desk", "desk"),
                slip("no list of antennas", "antennas: [1]", "antennas: §1", "a list of antenna ports", "[1]"),
                slip("antenna nought", "antennas: [2]", "antennas: [§0]", "below the least, 1", null),
                slip("one antenna twice", "antennas: [1, 2]", "antennas: §[1, 1]", "names something twice", null),
                slip("face of another form", "face: ES-V1-B1-02A", "face: §ES-V1-B1-2A", "a face such as", null),
                slip("name in capitals", "name: desk,", "name: §Desk,", "lower-case letters", null));
    }

    private static List<Mistake> readers() {
        return List.of(
                slip(
                        "unknown profile",
                        "profile: portal-1",
                        "profile: §portl-1",
                        "no bundled reader profile \"portl-1\" (there are: desk-1, portal-1, shelf-1)",
                        "portal-1"),
                slip(
                        "profile of a controller",
                        "profile: portal-1",
                        "profile: §block-mailbox-1",
                        "no bundled reader profile",
                        null),
                slip("path without a folder", "profile: portal-1", "profile: §own.yaml", "a path cannot be used", null),
                slip(
                        "name twice",
                        "- name: desk-reader",
                        "- name: §gate-reader",
                        "stands twice, first on line " + lineOf("gate-reader"),
                        null),
                slip(
                        "name of a controller",
                        "- name: desk-reader",
                        "- name: §block-2-bus",
                        "stands twice, first on line 11",
                        null),
                slip(
                        "endpoint twice",
                        "{host: 10.0.0.8, port: 5084}",
                        "§{host: 10.0.0.7, port: 5084}",
                        "10.0.0.7:5084 stands twice, first on line " + lineOf("{host: 10.0.0.7"),
                        null),
                slip(
                        "endpoint of a controller",
                        "{host: 10.0.0.8, port: 5084}",
                        "§{host: 127.0.0.1, port: 15020}",
                        "stands twice, first on line 10",
                        null));
    }

    private static List<Mistake> readPoints() {
        return List.of(
                slip(
                        "name twice",
                        "name: desk, kind",
                        "name: §gate-in, kind",
                        "stands twice, first on line " + lineOf("{name: gate-in"),
                        null),
                slip(
                        "port of another read point",
                        "antennas: [2]",
                        "antennas: [§1]",
                        "port 1 belongs to the read point of line " + lineOf("{name: gate-in"),
                        null),
                slip(
                        "port that the reader has not",
                        "antennas: [2]",
                        "antennas: [2, §5]",
                        "no antenna port 5: the profile portal-1 has 4",
                        null),
                slip(
                        "kind that the profile is not for",
                        "kind: shelf, face: ES-V1-B1-02A,",
                        "kind: §desk,",
                        "shelf-1 cannot be used for desk: its presence has shelf only",
                        null),
                slip(
                        "side without its gate",
                        "- {name: gate-in, kind: gate-inner, gate: main,",
                        "- §{name: gate-in, kind: gate-inner,",
                        "gate-inner needs its gate",
                        null),
                slip(
                        "shelf without its face",
                        "- {name: b1-02a, kind: shelf, face: ES-V1-B1-02A,",
                        "- §{name: b1-02a, kind: shelf,",
                        "a shelf needs its face",
                        null),
                slip(
                        "face on a gate",
                        "kind: gate-inner, gate: main,",
                        "kind: gate-inner, gate: main, §face: ES-V1-B1-02A,",
                        "a gate-inner has no face",
                        null),
                slip("gate on a desk", "kind: desk,", "kind: desk, §gate: main,", "a desk has no gate", null),
                slip(
                        "face that the plan has not",
                        "face: ES-V1-B1-02A",
                        "face: §ES-V1-B1-11A",
                        "the vault ES-V1 has no face \"ES-V1-B1-11A\"",
                        "ES-V1-B1-10A"),
                slip(
                        "face of another vault",
                        "face: ES-V1-B1-02A",
                        "face: §ES-V2-B1-02A",
                        "the vault ES-V1 has no face",
                        "ES-V1-B1-02A"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void each_mistake_is_told_once_with_its_place_and_its_cure(Mistake mistake) {
        // WHEN
        Loaded<SitePlan> loaded = read(mistake.in(PLAN));

        // THEN
        assertThat(loaded.value()).isEmpty();
        mistake.isToldBy(PLAN, loaded.problems());
    }

    @Test
    void a_sound_plan_has_the_readers_that_it_names() {
        // WHEN
        List<ReaderPlan> readers = read(PLAN.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .vaults()
                .get(0)
                .readers();

        // THEN
        assertThat(readers).extracting(ReaderPlan::name).containsExactly("gate-reader", "desk-reader", "shelf-reader");
        assertThat(readers.get(0).host()).isEqualTo("10.0.0.7");
        assertThat(readers.get(0).port()).isEqualTo(5084);
        assertThat(readers.get(0).profile().name()).isEqualTo("portal-1");
        assertThat(readers.get(0).readPointOf(2))
                .contains(new ReaderPlan.ReadPoint(
                        new ReadPointId("gate-out"),
                        ReadPointKind.GATE_OUTER,
                        List.of(2),
                        Optional.of("main"),
                        Optional.empty()));
        assertThat(readers.get(2).readPointOf(32).flatMap(ReaderPlan.ReadPoint::face))
                .contains(FaceId.parse("ES-V1-B2-06A"));
        assertThat(readers.get(2).readPointOf(2)).isEmpty();
    }

    @Test
    void a_vault_without_readers_is_a_site_too() {
        SitePlan plan = read(BLOCKS.getBytes(StandardCharsets.UTF_8)).orThrow();

        assertThat(plan.vaults().get(0).readers()).isEmpty();
    }

    @Test
    void a_gate_may_have_one_side_only() {
        String plan = PLAN.replaceFirst(".*name: gate-out.*\n", "");

        assertThat(read(plan.getBytes(StandardCharsets.UTF_8)).problems()).isEmpty();
    }

    @Test
    void both_sides_of_a_gate_are_one_vaults() {
        // GIVEN a second vault that claims the outer side
        String second = """
              - code: V2
                name: {zh: 二库, en: Vault 2}
                edge: edge-v2
                blocks:
                  - code: B1
                    name: {zh: 一区, en: Block 1}
                    controller: block-3-controller
                    aisleWidth: 900mm
                    guards: [presence, safety-edge, obstruction, emergency-stop, door]
                    shelves: {bays: 6, levels: 6, slots: 20}
                    carriages:
                      - {number: 1, kind: fixed, width: 450mm, faces: [B]}
                      - {number: 2, kind: mobile, width: 600mm, faces: [A]}
                readers:
                  - name: other-gate-reader
                    profile: portal-1
                    connection: {host: 10.0.0.17, port: 5084}
                    readPoints:
                      - {name: other-gate-out, kind: gate-outer, gate: main, antennas: [2]}
            """.indent(0);
        String plan = PLAN.replace(
                "controllers:\n",
                "controllers:\n  - {name: block-3-controller, profile: block-mailbox-1, unitId: 1, connection: {type: modbus-tcp, host: 10.0.0.3, port: 502}}\n");

        // WHEN
        List<Problem> problems =
                read((plan + second).getBytes(StandardCharsets.UTF_8)).problems();

        // THEN
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.what().en())
                        .contains("the gate \"main\" belongs to the vault of line 17 already"));
    }

    @Test
    void a_plan_may_name_its_own_reader_profile_by_path_and_that_profiles_mistakes_are_told(@TempDir Path folder)
            throws Exception {
        // GIVEN
        String profile = Mistake.bundled("/profiles/readers/portal-1.yaml");
        Path own = Files.writeString(folder.resolve("own.yaml"), profile.replace("name: portal", "name: own"));
        Path plan =
                Files.writeString(folder.resolve("site.yaml"), PLAN.replace("profile: portal-1", "profile: own.yaml"));

        // THEN it loads
        assertThat(SitePlanLoader.load(plan)
                        .vaults()
                        .get(0)
                        .readers()
                        .get(0)
                        .profile()
                        .name())
                .isEqualTo("own-1");

        // GIVEN a mistake in it
        Files.writeString(own, profile.replace("antennaPorts: 4", "antennaPorts: 40"));

        // WHEN
        List<Problem> problems = SitePlanLoader.read(plan).problems();

        // THEN
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0).file()).isEqualTo(own.toString());
        assertThat(problems.get(1).what().en()).contains("the reader profile own.yaml has 1 mistake(s)");
    }

    private static Loaded<SitePlan> read(byte[] bytes) {
        return SitePlanLoader.read("site.yaml", bytes, null);
    }
}
