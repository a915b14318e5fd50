package org.archivevault.firmware.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.plan.LightPlan.LitFace;
import org.archivevault.firmware.plan.LightPlan.Per;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LightMistakesTest {
    private static final String DEMO = Mistake.bundled("/sites/demo.yaml");
    private static final String PLAN = DEMO.substring(0, DEMO.indexOf("    readers:\n")) + """
                lights:
                  - name: lights-b1
                    profile: coil-lamps-1
                    unitId: 1
                    connection: {type: rtu-over-tcp, host: 10.0.0.9, port: 4001}
                    faces:
                      - {face: ES-V1-B1-01B, firstLamp: 1, per: level}
                      - {face: ES-V1-B1-02A, firstLamp: 37, per: bay}
                      - {face: ES-V1-B1-02B, firstLamp: 43, per: face}
                  - name: lights-b2
                    profile: register-lamps-1
                    unitId: 2
                    connection: {type: rtu-over-tcp, host: 10.0.0.9, port: 4001}
                    faces:
                      - {face: ES-V1-B2-01B, firstLamp: 1, per: level}
            """.indent(0);

    private static SitePlan plan(String text) {
        return SitePlanLoader.read("site.yaml", text.getBytes(StandardCharsets.UTF_8), null)
                .orThrow();
    }

    @Test
    void each_position_of_a_lit_face_has_its_lamp() {
        // GIVEN
        SitePlan.Vault vault = plan(PLAN).vaults().get(0);
        LightPlan first = vault.lights().get(0);

        // THEN
        assertThat(first.faces())
                .startsWith(new LitFace(FaceId.parse("ES-V1-B1-01B"), 1, Per.LEVEL, 6, 6))
                .extracting(LitFace::lamps)
                .containsExactly(36, 6, 1);
        assertThat(first.lampOf(ShelfAddress.parse("ES-V1-B1-01B-01-1-20"))).hasValue(1);
        assertThat(first.lampOf(ShelfAddress.parse("ES-V1-B1-01B-06-6-01"))).hasValue(36);
        assertThat(first.lampOf(ShelfAddress.parse("ES-V1-B1-02A-03-6-01"))).hasValue(39);
        assertThat(first.lampOf(ShelfAddress.parse("ES-V1-B1-02B-06-6-20"))).hasValue(43);
        assertThat(first.lampOf(ShelfAddress.parse("ES-V1-B1-03A-01-1-01"))).isEmpty();
        // a slot that the face does not have is no neighbour's lamp
        assertThat(first.lampOf(ShelfAddress.parse("ES-V1-B1-01B-07-1-01"))).isEmpty();
        assertThat(vault.hasLamp(ShelfAddress.parse("ES-V1-B2-01B-04-6-01"))).isTrue();
        assertThat(vault.hasLamp(ShelfAddress.parse("ES-V1-B2-02A-01-1-01"))).isFalse();
    }

    @Test
    void the_demo_has_lights_where_it_has_antennas() {
        SitePlan.Vault demo = SitePlanLoader.loadBundled("demo").vaults().get(0);
        List<FaceId> antennas = demo.readers().stream()
                .flatMap(reader -> reader.readPoints().stream())
                .flatMap(point -> point.face().stream())
                .toList();
        assertThat(demo.lights().get(0).faces()).extracting(LitFace::face).isEqualTo(antennas);
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                slip("mistyped key of a vault", "    lights:", "    §lihgts:", "unknown key", "lights"),
                slip("mistyped key", "firstLamp: 37", "§firstLmp: 37", "unknown key", "firstLamp"),
                slip("mistyped per", "per: bay", "per: §bays", "none of: face, bay, level", "bay"),
                slip(
                        "unknown profile",
                        "profile: coil-lamps-1",
                        "profile: §coil-lamp-1",
                        "no bundled light profile \"coil-lamp-1\" (there are: coil-lamps-1, register-lamps-1)",
                        "coil-lamps-1"),
                slip(
                        "a face that is not there",
                        "ES-V1-B1-02B, first",
                        "§ES-V1-B1-12B, first",
                        "has no face",
                        "ES-V1-B1-02B"),
                slip("a face twice", "ES-V1-B2-01B, first", "§ES-V1-B1-01B, first", "has its lamps already", null),
                slip(
                        "lamps that overlap",
                        "firstLamp: 37",
                        "firstLamp: §36",
                        "lamp 36 belongs to the face of line",
                        null),
                slip("beyond the last lamp", "firstLamp: 43", "firstLamp: §1025", "has 1024", null),
                slip(
                        "on the line of the shelving",
                        "{type: rtu-over-tcp, host: 10.0.0.9, port: 4001}\n        faces:\n          - {face: ES-V1-B2",
                        "§{type: rtu-over-tcp, host: 127.0.0.1, port: 15021}\n        faces:\n          - {face: ES-V1-B2",
                        "lights need one of their own",
                        null),
                slip(
                        "one unit id twice",
                        "unitId: 2\n        connection: {",
                        "unitId: 1\n        connection: §{",
                        "the unit id 1 stands twice",
                        null),
                slip(
                        "two protocols on one line",
                        "{type: rtu-over-tcp, host: 10.0.0.9, port: 4001}\n        faces:\n          - {face: ES-V1-B2",
                        "§{type: modbus-tcp, host: 10.0.0.9, port: 4001}\n        faces:\n          - {face: ES-V1-B2",
                        "have the same parameters",
                        null),
                slip("broadcast", "unitId: 2", "unitId: §0", "must be 1–247", null),
                slip("a controller's name", "name: lights-b2", "name: §block-2-bus", "stands twice", null));
    }

    private static Mistake slip(String name, String from, String to, String says, @Nullable String meant) {
        return new Mistake(name, from, to, says, meant);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_slip_of_the_pen_is_told_where_it_is(Mistake mistake) {
        mistake.isToldBy(
                PLAN, SitePlanLoader.read("site.yaml", mistake.in(PLAN), null).problems());
    }
}
