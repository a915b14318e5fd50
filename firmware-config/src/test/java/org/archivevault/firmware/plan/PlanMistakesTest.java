package org.archivevault.firmware.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.problem.Loaded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanMistakesTest {
    private static final String DEMO = Mistake.bundled("/sites/demo.yaml");
    private static final String FIRST_CONTROLLER =
            "  - name: block-1-controller\n    profile: block-mailbox-1\n    unitId: 1\n";

    static Stream<Mistake> mistakes() {
        return Stream.of(form(), yaml(), controllers(), vaults(), carriages(), units())
                .flatMap(List::stream);
    }

    private static Mistake slip(String name, String from, String to, String says, @Nullable String meant) {
        return new Mistake(name, from, to, says, meant);
    }

    private static List<Mistake> form() {
        return List.of(
                slip("mistyped key", "aisleWidth: 900mm", "§aislWidth: 900mm", "unknown key", "aisleWidth"),
                slip("foreign key", "edge: edge-v1", "edge: edge-v1\n    §colour: red", "unknown key", null),
                slip(
                        "missing key at the top",
                        "kind: site-plan\nsite: ES\n",
                        "§kind: site-plan\n",
                        "\"site\" is missing",
                        null),
                slip(
                        "missing key in a block",
                        "- code: B1\n        name: {zh: 一区, en: Block 1}",
                        "- §code: B1",
                        "\"name\" is missing",
                        null),
                slip("kind of another file", "kind: site-plan", "kind: §site-plans", "none of: site-plan", "site-plan"),
                slip("number without unit", "aisleWidth: 900mm", "aisleWidth: §900", "has no unit", "900mm"),
                slip("decimal without unit", "aisleWidth: 900mm", "aisleWidth: §0.9", "has no unit", "0.9m"),
                slip(
                        "unit of time for a length",
                        "aisleWidth: 900mm",
                        "aisleWidth: §900ms",
                        "a length with its unit",
                        null),
                slip("aisle too narrow to walk", "aisleWidth: 900mm", "aisleWidth: §90mm", "outside 600–2000mm", null),
                slip("carriage too wide", "width: 450mm", "width: §45m", "outside 200–2000mm", null),
                slip("mistyped word", "kind: mobile", "kind: §mobil", "none of: fixed, mobile", "mobile"),
                slip("word for a number", "bays: 6", "bays: §six", "a number of bays", null),
                slip("number too small", "bays: 6", "bays: §0", "below the least, 1", null),
                slip("number too large", "levels: 6", "levels: §10", "above the most, 9", null),
                slip("code in small letters", "code: B1", "code: §b1", "1–4 capital letters", null),
                slip("code that reads as a number", "code: B1", "code: §12", "quote it", null),
                slip(
                        "name in one language",
                        "name: {zh: 一区, en: Block 1}",
                        "name: §{zh: 一区}",
                        "\"en\" is missing",
                        null),
                slip("face listed twice", "faces: [A, B]", "faces: §[A, A]", "names something twice", null),
                slip("one where a list is due", "faces: [A, B]", "faces: §A", "a list of faces", "[A, B]"));
    }

    private static List<Mistake> yaml() {
        return List.of(
                slip("key twice", "code: B1", "code: B1\n        §code: B3", "stands twice, first on line 20", null),
                slip("anchor", "bays: 6", "bays: §&b 6", "anchors", null),
                slip("tab", "    edge: edge-v1", "§\tedge: edge-v1", "tabs", null),
                slip("list as key", "site: ES", "site: ES\n? §[a]\n: b", "a key must be a plain word", null),
                slip("brace never closed", "site: ES", "site: {a: b\nname§: x", "not valid YAML", null));
    }

    private static List<Mistake> controllers() {
        return List.of(
                slip(
                        "name twice",
                        "  - name: block-2-bus",
                        "  - {name: §block-1-controller, profile: block-mailbox-1, unitId: 1, connection: {type: modbus-tcp, host: a, port: 1}}\n  - name: block-2-bus",
                        "stands twice, first on line 7",
                        null),
                slip(
                        "unknown profile",
                        "profile: block-mailbox-1",
                        "profile: §block-malbox-1",
                        "no bundled profile",
                        "block-mailbox-1"),
                slip(
                        "unknown version of a profile",
                        "profile: carriage-coils-1",
                        "profile: §carriage-coils-2",
                        "no bundled profile",
                        "carriage-coils-1"),
                slip(
                        "transport of another profile",
                        "type: modbus-tcp",
                        "type: §rtu-over-tcp",
                        "cannot be connected by rtu-over-tcp",
                        "modbus-tcp"),
                slip(
                        "mistyped transport",
                        "type: modbus-tcp",
                        "type: §modbus-tpc",
                        "none of: modbus-tcp, rtu-over-tcp",
                        "modbus-tcp"),
                slip(
                        "key of another transport",
                        "port: 15020}",
                        "port: 15020, §baud: 9600}",
                        "unknown key \"baud\"",
                        null),
                slip(
                        "missing port",
                        "connection: {type: modbus-tcp, host: 127.0.0.1, port: 15020}",
                        "connection: §{type: modbus-tcp, host: 127.0.0.1}",
                        "\"port\" is missing",
                        null),
                slip(
                        "no unit id for a mailbox",
                        FIRST_CONTROLLER,
                        "  - §name: block-1-controller\n    profile: block-mailbox-1\n",
                        "needs its unitId",
                        "unitId: 1"),
                slip(
                        "unit id for a bus",
                        "profile: carriage-coils-1",
                        "profile: carriage-coils-1\n    §unitId: 1",
                        "stand at the carriages",
                        null),
                slip(
                        "same connection as a bus",
                        "connection: {type: rtu-over-tcp, host: 127.0.0.1, port: 15021}",
                        "connection: §{type: rtu-over-tcp, host: 127.0.0.1, port: 15020}",
                        "same connection as the controller of line 7 (127.0.0.1:15020)",
                        null),
                slip(
                        "controller without a block",
                        "controllers:\n",
                        "controllers:\n  - name: §idle\n    profile: block-mailbox-1\n    unitId: 3\n    connection: {type: modbus-tcp, host: 10.0.0.1, port: 502}\n",
                        "drives no block",
                        null));
    }

    private static List<Mistake> vaults() {
        return List.of(
                slip(
                        "vault code twice",
                        "      - code: B2",
                        "  - code: §V1\n    name: {zh: 二库, en: Vault 2}\n    edge: edge-v2\n    blocks:\n      - code: B2",
                        "vault code \"V1\" stands twice, first on line 16",
                        null),
                slip("block code twice", "code: B2", "code: §B1", "stands twice, first on line 20", null),
                slip(
                        "mistyped controller",
                        "controller: block-2-bus",
                        "controller: §block-2-buss",
                        "no controller \"block-2-buss\"",
                        "block-2-bus"),
                slip(
                        "guard left out",
                        "guards: [presence, safety-edge, obstruction, emergency-stop, door]",
                        "guards: §[presence, safety-edge, obstruction, emergency-stop]",
                        "missing guards: door;",
                        null),
                slip(
                        "mistyped guard",
                        "[presence, safety-edge",
                        "[§presense, safety-edge",
                        "none of: presence",
                        "presence"));
    }

    private static List<Mistake> carriages() {
        return List.of(
                slip("gap in the numbers", "number: 10,", "number: §11,", "10 is due here, not 11", "10"),
                slip("number that is taken", "number: 2..9", "number: §1..9", "2 is due here, not 1..9", "2..9"),
                slip("range written backwards", "number: 2..9", "number: §9..2", "runs backwards", "2..9"),
                slip("range with one dot", "number: 2..9", "number: §2.9", "a carriage number or a range", "2..9"),
                slip(
                        "fixed inside",
                        "{number: 2..9, kind: mobile, width: 600mm, faces: [A, B]}",
                        "{number: 2..8, kind: mobile, width: 600mm, faces: [A, B]}\n          - {number: 9, kind: §fixed, width: 600mm, faces: [A, B]}",
                        "9 would bar the way",
                        "mobile"),
                slip(
                        "all fixed",
                        "carriages:\n          - {number: 1, kind: fixed, width: 450mm, faces: [B]}\n          - {number: 2..9, kind: mobile, width: 600mm, faces: [A, B]}\n          - {number: 10, kind: fixed, width: 450mm, faces: [A]}",
                        "§carriages:\n          - {number: 1..2, kind: fixed, width: 450mm, faces: [A, B]}",
                        "at least one carriage must be mobile",
                        null),
                slip(
                        "outer face of a mobile end",
                        "{number: 10, kind: fixed, width: 450mm, faces: [A]}",
                        "{number: 10, kind: mobile, width: 600mm, faces: [A, §B]}",
                        "face B looks outwards",
                        "[A]"),
                slip(
                        "rails longer than positions can say",
                        "carriages:\n          - {number: 1, kind: fixed, width: 450mm, faces: [B]}\n          - {number: 2..9, kind: mobile, width: 600mm, faces: [A, B]}\n          - {number: 10, kind: fixed, width: 450mm, faces: [A]}",
                        "§carriages:\n          - {number: 1, kind: fixed, width: 450mm, faces: [B]}\n          - {number: 2..64, kind: mobile, width: 2m, faces: [A]}",
                        "the rails are 127350mm long",
                        null));
    }

    private static List<Mistake> units() {
        return List.of(
                slip(
                        "no unit ids on a bus",
                        "{number: 2..5, kind: mobile, width: 600mm, faces: [A, B], firstUnitId: 2}",
                        "§{number: 2..5, kind: mobile, width: 600mm, faces: [A, B]}",
                        "2..5 needs firstUnitId",
                        null),
                slip("unit id of one for a range", "firstUnitId: 2", "§unitId: 2", "needs firstUnitId", "firstUnitId"),
                slip(
                        "unit id of a fixed carriage",
                        "{number: 6, kind: fixed, width: 450mm, faces: [A]}",
                        "{number: 6, kind: fixed, width: 450mm, faces: [A], §unitId: 6}",
                        "a fixed carriage has no controller",
                        null),
                slip(
                        "unit id behind a mailbox",
                        "{number: 2..9, kind: mobile,",
                        "{number: 2..9, §firstUnitId: 2, kind: mobile,",
                        "one controller drives this block",
                        null),
                slip("unit ids beyond the last", "firstUnitId: 2", "firstUnitId: §245", "run to 248", null),
                slip("unit id beyond the last", "firstUnitId: 2", "firstUnitId: §248", "above the most, 247", null),
                slip(
                        "unit id twice on a bus",
                        "- {number: 2..5, kind: mobile, width: 600mm, faces: [A, B], firstUnitId: 2}",
                        "- {number: 2..4, kind: mobile, width: 600mm, faces: [A, B], firstUnitId: 2}\n          - {number: 5, kind: mobile, width: 600mm, faces: [A, B], unitId: §4}",
                        "unit id 4 stands twice on this bus, first on line 38",
                        null));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void each_mistake_is_told_once_with_its_place_and_its_cure(Mistake mistake) {
        // WHEN
        Loaded<SitePlan> loaded = read(mistake.in(DEMO));

        // THEN
        assertThat(loaded.value()).isEmpty();
        mistake.isToldBy(DEMO, loaded.problems());
    }

    private static Loaded<SitePlan> read(byte[] bytes) {
        return SitePlanLoader.read("site.yaml", bytes, null);
    }
}
