package org.archivevault.firmware.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.problem.Loaded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceProfileLoaderTest {
    private static final String TASMOTA = Mistake.bundled("/profiles/sources/tasmota-1.yaml");
    private static final String FRIGATE = Mistake.bundled("/profiles/sources/frigate-1.yaml");

    private static Mistake slip(String name, String from, String to, String says, @Nullable String meant) {
        return new Mistake(name, from, to, says, meant);
    }

    static Stream<Mistake> mistakesOfSensors() {
        return Stream.of(
                slip(
                        "mistyped key",
                        "longestSilence: 16min",
                        "§longestSilense: 16min",
                        "unknown key",
                        "longestSilence"),
                slip("silence without unit", "longestSilence: 16min", "longestSilence: §16", "has no unit", "16ms"),
                slip("silence too long", "longestSilence: 16min", "longestSilence: §20000min", "is outside 10s", null),
                slip("mistyped role", "    values:\n", "    §valuse:\n", "unknown key", "values"),
                slip("mistyped quantity", "quantity: dew-point", "quantity: §dewpoint", "none of:", "dew-point"),
                slip(
                        "unit of another quantity",
                        "quantity: co2, unit: ppm",
                        "quantity: co2, unit: §ppb",
                        "no unit of co2",
                        "ppm"),
                slip(
                        "unit spelled otherwise",
                        "otherwise: °C}}\n      - {at: /*/Humidity",
                        "otherwise: §C}}\n      - {at: /*/Humidity",
                        "no unit of temperature",
                        "°C"),
                slip(
                        "missing unit",
                        "- {at: /*/CarbonDioxide, quantity: co2, unit: ppm}",
                        "- §{at: /*/CarbonDioxide, quantity: co2}",
                        "co2 needs its unit",
                        null),
                slip("unit of a state", "quantity: co2, unit: ppm", "quantity: smoke, §unit: ppm", "has no unit", null),
                slip("no pointer", "at: /*/CarbonDioxide", "at: §CarbonDioxide", "a JSON pointer", null),
                slip(
                        "mistyped hole",
                        "topic: \"{prefix}/{device}/SENSOR\"",
                        "topic: §\"{prefix}/{devise}/SENSOR\"",
                        "no hole {devise}",
                        "{device}"),
                slip(
                        "no device",
                        "topic: \"{prefix}/{device}/SENSOR\"",
                        "topic: §\"{prefix}/all/SENSOR\"",
                        "must be of a device",
                        null),
                slip(
                        "hole in a part of a level",
                        "topic: \"{prefix}/{device}/SENSOR\"",
                        "topic: §\"{prefix}/x{device}/SENSOR\"",
                        "fill a level of a topic",
                        null),
                slip(
                        "wildcard inside",
                        "topic: \"{prefix}/{device}/SENSOR\"",
                        "topic: §\"{prefix}/{device}/#/SENSOR\"",
                        "fill a level of a topic",
                        null),
                slip("form of a time", "form: iso}", "form: §isso}", "none of:", "iso"),
                slip("unknown zone", "form: iso}", "form: iso, zone: §Asia/Shangai}", "no time zone", "Asia/Shanghai"),
                slip(
                        "online and offline at once",
                        "offline: [Offline]",
                        "offline: [§Online]",
                        "both online and offline",
                        null),
                slip(
                        "missing words",
                        "availability: {online: [Online], offline: [Offline]}",
                        "availability: §{online: [Online]}",
                        "\"offline\" is missing",
                        null),
                slip(
                        "nothing that it means",
                        "    availability: {online: [Online], offline: [Offline]}\n",
                        "",
                        "a message means one thing",
                        null),
                slip(
                        "two meanings",
                        "    availability: {online: [Online]",
                        "    heartbeat: true\n    availability: {online: [Online]",
                        "a message means one thing",
                        null),
                slip(
                        "metrics without the kind of message",
                        "availability: {online: [Online], offline: [Offline]}",
                        "metrics: {values: [{at: /T, quantity: smoke}]}",
                        "metrics has {message}",
                        null));
    }

    @ParameterizedTest
    @MethodSource("mistakesOfSensors")
    void each_mistake_is_told_once_with_its_place_and_its_cure(Mistake mistake) {
        Mistake marked = mistake.to().contains("§") ? mistake : markedAtItsMessage(mistake);
        Loaded<SourceProfile> loaded = SourceProfileLoader.read("profile.yaml", marked.in(TASMOTA));

        assertThat(loaded.value()).isEmpty();
        marked.isToldBy(TASMOTA, loaded.problems());
    }

    /** These are told at the message of the last will: its first key, or its topic. */
    private static Mistake markedAtItsMessage(Mistake mistake) {
        String will = "topic: \"{prefix}/{device}/LWT\"\n    availability: {online: [Online], offline: [Offline]}\n";
        String from = mistake.from();
        int at = will.indexOf(from);
        String changed = will.substring(0, at) + mistake.to() + will.substring(at + from.length());
        boolean ofTopic = mistake.says().contains("{message}");
        return new Mistake(
                mistake.name(),
                will,
                ofTopic ? changed.replace("topic: ", "topic: §") : "§" + changed,
                mistake.says(),
                mistake.meant());
    }

    static Stream<Mistake> mistakesOfCameras() {
        return Stream.of(
                slip("picture too large", "largestKib: 576", "largestKib: §577", "above the most, 576", null),
                slip(
                        "request missing",
                        "requests:\n  - {topic: \"{prefix}/onConnect\", payload: \"\"}\n",
                        "",
                        "say which",
                        null),
                slip(
                        "sign of life too seldom",
                        "still: {largestKib: 576}",
                        "life: {within: §3min}",
                        "outside 1s–2min",
                        null),
                slip("zone twice", "people: {at: \"\"}", "people: {at: \"\", zone: /zone}", "not both", null),
                slip(
                        "time with a still",
                        "    still: {largestKib: 576}",
                        "    §time: {at: /t, form: iso}\n    still: {largestKib: 576}",
                        "only together with values / notice",
                        null),
                slip("phase missing", "      ended: [end]\n", "", "\"ended\" is missing", null));
    }

    @ParameterizedTest
    @MethodSource("mistakesOfCameras")
    void mistakes_about_cameras_are_told_as_well(Mistake mistake) {
        Loaded<SourceProfile> loaded = SourceProfileLoader.read("profile.yaml", mistake.in(FRIGATE));

        assertThat(loaded.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.what().en()).contains(mistake.says());
            assertThat(problem.what().zh()).containsPattern("\\p{IsHan}");
            assertThat(problem.line()).isGreaterThan(1);
        });
    }

    @Test
    void the_bundled_names_are_the_bundled_files_and_each_loads_under_its_name() throws Exception {
        // GIVEN
        Path folder = Path.of(Objects.requireNonNull(getClass().getResource("/profiles/sources"))
                .toURI());
        List<String> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.map(p -> p.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }

        // THEN
        assertThat(SourceProfileLoader.bundledNames()).isEqualTo(files);
        for (String name : files) {
            assertThat(SourceProfileLoader.bundled(name).name()).isEqualTo(name);
        }
        assertThatThrownBy(() -> SourceProfileLoader.bundled("../demo")).isInstanceOf(IllegalArgumentException.class);
    }
}
