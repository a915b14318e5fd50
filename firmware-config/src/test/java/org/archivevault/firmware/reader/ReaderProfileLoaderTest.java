package org.archivevault.firmware.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.problem.Loaded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReaderProfileLoaderTest {
    private static final String PORTAL = Mistake.bundled("/profiles/readers/portal-1.yaml");

    private static Mistake slip(String name, String from, String to, String says, @Nullable String meant) {
        return new Mistake(name, from, to, says, meant);
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                slip("mistyped key", "antennaPorts: 4", "§antenaPorts: 4", "unknown key", "antennaPorts"),
                slip(
                        "kind of another file",
                        "kind: reader-profile",
                        "kind: §reader-profiles",
                        "none of",
                        "reader-profile"),
                slip("power without unit", "transmitPower: 30dBm", "transmitPower: §30", "has no unit", "30dBm"),
                slip(
                        "power as a gain",
                        "transmitPower: 30dBm",
                        "transmitPower: §30dB",
                        "a transmit power with its unit",
                        null),
                slip("margin without unit", "moveMargin: 3dB", "moveMargin: §3", "has no unit", "3dB"),
                slip("margin too large", "moveMargin: 3dB", "moveMargin: §41dB", "0–40dB", null),
                slip("session that is none", "session: 0", "session: §4", "above the most, 3", null),
                slip(
                        "session that is too quiet for a gate",
                        "session: 0",
                        "session: §2",
                        "a gate needs session 0 or 1",
                        "0"),
                slip("word for a truth value", "readTid: false", "readTid: §no", "true or false", null),
                slip("turn without unit", "turn: 200ms", "turn: §200", "has no unit", "200ms"),
                slip("turn too short", "turn: 200ms", "turn: §20ms", "20ms is outside 50ms–60s", null),
                slip("keep-alive too seldom", "keepAlive: 5s", "keepAlive: §2min", "2min is outside 1000ms–60s", null),
                slip(
                        "gate that decides too late",
                        "departsAfter: 1s",
                        "departsAfter: §6s",
                        "must decide within 5s",
                        "1s"),
                slip(
                        "gone after one missed turn",
                        "departsAfter: 1s",
                        "departsAfter: §300ms",
                        "at least two turns (400ms)",
                        null),
                slip("kind of read point mistyped", "gate-inner:", "§gate-iner:", "unknown key", "gate-inner"),
                slip("too many ports", "antennaPorts: 4", "antennaPorts: §33", "above the most, 32", null));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void each_mistake_is_told_once_with_its_place_and_its_cure(Mistake mistake) {
        Loaded<ReaderProfile> loaded = ReaderProfileLoader.read("profile.yaml", mistake.in(PORTAL));

        assertThat(loaded.value()).isEmpty();
        mistake.isToldBy(PORTAL, loaded.problems());
    }

    @Test
    void the_bundled_names_are_the_bundled_files_and_each_loads_under_its_name() throws Exception {
        // GIVEN
        Path folder = Path.of(Objects.requireNonNull(getClass().getResource("/profiles/readers"))
                .toURI());
        List<String> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.map(p -> p.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }

        // THEN
        assertThat(ReaderProfileLoader.bundledNames()).isEqualTo(files);
        for (String name : files) {
            assertThat(ReaderProfileLoader.bundled(name).name()).isEqualTo(name);
        }
        assertThatThrownBy(() -> ReaderProfileLoader.bundled("../demo")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_gate_decides_within_a_second_on_both_sides() {
        ReaderProfile profile = ReaderProfileLoader.bundled("portal-1");

        assertThat(profile.antennaPorts()).isEqualTo(4);
        assertThat(profile.radio()).isEqualTo(new ReaderProfile.Radio(30.0, null, 0, 32, false));
        assertThat(profile.reporting())
                .isEqualTo(new ReaderProfile.Reporting(10, Duration.ofMillis(200), Duration.ofSeconds(5)));
        assertThat(profile.presence())
                .containsOnlyKeys(ReadPointKind.GATE_INNER, ReadPointKind.GATE_OUTER)
                .containsEntry(ReadPointKind.GATE_OUTER, new ReaderProfile.Presence(1, Duration.ofSeconds(1), 3));
    }

    @Test
    void a_shelf_takes_minutes_and_a_desk_reads_the_tid() {
        ReaderProfile shelf = ReaderProfileLoader.bundled("shelf-1");
        ReaderProfile desk = ReaderProfileLoader.bundled("desk-1");

        assertThat(shelf.radio().session()).isEqualTo(2);
        assertThat(shelf.radio().readTid()).isFalse();
        assertThat(shelf.presence())
                .containsEntry(ReadPointKind.SHELF, new ReaderProfile.Presence(2, Duration.ofMinutes(2), 6));
        assertThat(desk.radio().readTid()).isTrue();
        assertThat(desk.presence()).containsOnlyKeys(ReadPointKind.DESK);
    }

    @Test
    void power_and_mode_may_be_left_to_the_reader() {
        // WHEN
        ReaderProfile profile = ReaderProfileLoader.read(
                        "profile.yaml",
                        PORTAL.replace("  transmitPower: 30dBm\n", "  modeIndex: 1002\n")
                                .getBytes(StandardCharsets.UTF_8))
                .orThrow();

        // THEN
        assertThat(profile.radio()).isEqualTo(new ReaderProfile.Radio(null, 1002, 0, 32, false));
    }
}
