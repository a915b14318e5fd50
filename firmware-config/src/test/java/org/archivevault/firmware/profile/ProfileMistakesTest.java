package org.archivevault.firmware.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.problem.Loaded;
import org.archivevault.protocol.command.Goal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileMistakesTest {
    private static final String MAILBOX = Mistake.bundled("/profiles/shelving/block-mailbox-1.yaml");
    private static final String COILS = Mistake.bundled("/profiles/shelving/carriage-coils-1.yaml");

    private static Mistake slip(String name, String from, String to, String says, @Nullable String meant) {
        return new Mistake(name, from, to, says, meant);
    }

    static Stream<Mistake> inMailbox() {
        return Stream.of(signals(), polls(), steps(), spreads(), times()).flatMap(List::stream);
    }

    private static List<Mistake> signals() {
        return List.of(
                slip("mistyped role", "  presence:  ", "  §presense:  ", "unknown key", "presence"),
                slip(
                        "mistyped type",
                        "pduAddress: 3, type: uint16",
                        "pduAddress: 3, type: §unit16",
                        "none of: bit, uint16",
                        "uint16"),
                slip(
                        "address beyond Modbus",
                        "{table: input-register, pduAddress: 3,",
                        "{table: input-register, pduAddress: §30003000,",
                        "above the most, 65535",
                        null),
                slip(
                        "needed signal left out",
                        "signals:\n  heartbeat:        {table: input-register, pduAddress: 3, type: uint16, scope: block}\n",
                        "§signals:\n",
                        "\"heartbeat\" is missing",
                        null),
                slip(
                        "guard with one input for all aisles",
                        "pduAddress: 12, type: bit, bit: 0, scope: each-aisle",
                        "pduAddress: 12, type: bit, bit: 0, scope: §block",
                        "scope of \"presence\" must be: each-aisle",
                        "each-aisle"),
                slip(
                        "signal of the other shape",
                        "pduAddress: 24, type: uint16, scope: each-carriage",
                        "pduAddress: 24, type: uint16, scope: §this-carriage",
                        "scope of \"position\"",
                        "each-carriage"),
                slip(
                        "guard that is a number",
                        "pduAddress: 5, type: bit, bit: 1, scope: block",
                        "pduAddress: 5, type: §uint16, scope: block",
                        "type of \"door-open\" must be bit",
                        "bit"),
                slip(
                        "count that is a bit",
                        "pduAddress: 3, type: uint16",
                        "pduAddress: 3, bit: 0, type: §bit",
                        "type of \"heartbeat\" cannot be bit",
                        "uint16"),
                slip(
                        "token in one register",
                        "type: uint32, wordOrder: abcd",
                        "type: §uint16",
                        "last-token must be uint32",
                        "uint32"),
                slip(
                        "bit of a register without its number",
                        "{table: input-register, pduAddress: 5, type: bit, bit: 1,",
                        "§{table: input-register, pduAddress: 5, type: bit,",
                        "needs \"bit:\" 0–15",
                        null),
                slip(
                        "bit number of a whole register",
                        "pduAddress: 6, type: uint16,",
                        "pduAddress: 6, type: uint16, bit: §3,",
                        "for the type bit only",
                        null),
                slip(
                        "two registers without their order",
                        "{table: input-register, pduAddress: 8, type: uint32, wordOrder: abcd",
                        "§{table: input-register, pduAddress: 8, type: uint32",
                        "needs a wordOrder",
                        null),
                slip(
                        "order of a single register",
                        "pduAddress: 6, type: uint16,",
                        "pduAddress: 6, type: uint16, wordOrder: §abcd,",
                        "32-bit values only",
                        null),
                slip(
                        "two signals on one input",
                        "obstruction:      {table: input-register, pduAddress: 20",
                        "obstruction:      §{table: input-register, pduAddress: 16",
                        "lies on the signal of line 28",
                        null));
    }

    private static List<Mistake> polls() {
        return List.of(
                slip(
                        "signal that nobody polls",
                        "safety-edge:      {table: input-register, pduAddress: 16",
                        "safety-edge:      §{table: input-register, pduAddress: 200",
                        "no poll group reads it as a whole: input-register address 200",
                        null),
                slip("read larger than Modbus allows", "count: 64", "count: §126", "at most 125 registers", null),
                slip("count of nothing", "count: 64", "count: §0", "below the least", null),
                slip("interval without unit", "interval: 250ms", "interval: §250", "has no unit", "250ms"),
                slip("interval too short", "interval: 250ms", "interval: §1ms", "20ms–10s", null),
                slip(
                        "poll group twice",
                        "name: positions",
                        "name: §state",
                        "\"state\" stands twice, first on line 33",
                        null));
    }

    private static List<Mistake> steps() {
        return List.of(
                slip(
                        "prepare without the aisle",
                        "words: [token-high, token-low, 1, aisle]}\necho",
                        "words: §[token-high, token-low, 1]}\necho",
                        "prepare lacks aisle",
                        null),
                slip(
                        "mistyped operand",
                        "words: [token-high, token-low]",
                        "words: [token-high, §token-lo]",
                        "none of: token-high",
                        "token-low"),
                slip(
                        "operand twice",
                        "words: [token-high, token-low]",
                        "words: [token-high, §token-high]",
                        "has token-high twice",
                        null),
                slip(
                        "echo that leaves something out",
                        "words: [token-high, token-low, 1, aisle, xor]",
                        "words: §[token-high, token-low, 1, xor]",
                        "echo lacks aisle",
                        null),
                slip(
                        "check word of nothing",
                        "words: [token-high, token-low, 1, aisle, xor]",
                        "words: [§xor, token-high, token-low, 1, aisle]",
                        "nothing before xor",
                        null),
                slip("execute by direction", "execute:\n  any:", "§execute:\n  left:", "\"any\" alone", null),
                slip(
                        "stop that depends on a token",
                        "words: [1]}",
                        "words: [§token-low]}",
                        "stop cannot have token-low",
                        null),
                slip(
                        "stop to one carriage",
                        "pduAddress: 24, target: block",
                        "pduAddress: 24, target: §acting-carriage",
                        "target of stop must be block",
                        "block"),
                slip(
                        "stop that lies on execute",
                        "stop:\n  {table: holding-register, pduAddress: 24",
                        "stop:\n  {table: holding-register, pduAddress: §21",
                        "addresses of stop lie on those of execute.any",
                        null),
                slip(
                        "keep-alive that lies on prepare",
                        "keepAliveAddress: 2",
                        "keepAliveAddress: §10",
                        "lie on those of prepare",
                        null),
                slip("mistyped refusal", "8: door-open", "8: §door-opened", "none of: person-in-aisle", "door-open"),
                slip("refusal number 0", "  1: echo-mismatch", "  §0: echo-mismatch", "in 1–65535", null));
    }

    private static List<Mistake> spreads() {
        return List.of(
                slip(
                        "spread that names an aisle",
                        "prepare: [token-high, token-low, 2, 0]",
                        "prepare: [token-high, token-low, 2, §aisle]",
                        "spread.prepare cannot have aisle",
                        null),
                slip(
                        "spread without token",
                        "prepare: [token-high, token-low, 2, 0]",
                        "prepare: §[token-high, 0, 2, 0]",
                        "spread.prepare lacks token-low",
                        null),
                slip(
                        "operand of a spread twice",
                        "echo: [token-high, token-low, 2, 0, xor]",
                        "echo: [token-high, token-low, 2, §token-low, xor]",
                        "spread.echo has token-low twice",
                        null),
                slip(
                        "spread that writes more than a prepare",
                        "prepare: [token-high, token-low, 2, 0]",
                        "prepare: §[token-high, token-low, 2, 0, 0]",
                        "as many words as prepare: 4",
                        null),
                slip(
                        "spread that cannot be told from an opening",
                        "prepare: [token-high, token-low, 2, 0]",
                        "prepare: §[token-high, token-low, 1, 0]",
                        "cannot tell them apart",
                        null),
                slip(
                        "spread without its echo",
                        "spread:\n  prepare: [token-high, token-low, 2, 0]\n  echo: [token-high, token-low, 2, 0, xor]\n",
                        "§spread:\n  prepare: [token-high, token-low, 2, 0]\n",
                        "\"echo\" is missing",
                        null));
    }

    @Test
    void a_spread_and_its_signals_belong_together() {
        String whole = MAILBOX;
        String withoutSection = whole.replaceFirst("(?m)^spread:\\n  prepare: .*\\n  echo: .*\\n", "");
        String withoutSignal = whole.replaceFirst("(?m)^  spread-offered: .*\\n", "");
        for (String one : List.of(withoutSection, withoutSignal)) {
            assertThat(one).isNotEqualTo(whole);
            Loaded<ShelvingProfile> loaded = ProfileLoader.read("profile.yaml", one.getBytes(StandardCharsets.UTF_8));
            assertThat(loaded.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.toString()).contains("needs the signal"));
        }
        String without = withoutSection.replaceAll("(?m)^  spread(-offered)?: .*\\n", "");
        assertThat(ProfileLoader.read("profile.yaml", without.getBytes(StandardCharsets.UTF_8))
                        .value())
                .hasValueSatisfying(
                        profile -> assertThat(profile.prepareOf(Goal.SPREAD)).isEmpty());
    }

    private static List<Mistake> times() {
        return List.of(
                slip("watchdog without unit", "timeout: 2s", "timeout: §2", "has no unit", "2s"),
                slip(
                        "watchdog that one lost keep-alive trips",
                        "timeout: 2s",
                        "timeout: §1s",
                        "more than twice the keepAliveInterval (1000ms)",
                        null),
                slip("watchdog slower than the stop bound", "timeout: 2s", "timeout: §3s", "at most 2s", "2s"),
                slip("watchdog of half a step", "timeout: 2s", "timeout: §1950ms", "whole steps", null),
                slip("no time at all", "requestDeadline: 300ms", "requestDeadline: §0ms", "above 0", null),
                slip(
                        "arm window too short for its steps",
                        "armWindow: 10s",
                        "armWindow: §1s",
                        "at least 1200ms",
                        null));
    }

    @ParameterizedTest
    @MethodSource("inMailbox")
    void each_mistake_in_a_mailbox_profile_is_told_once_with_its_place_and_its_cure(Mistake mistake) {
        Loaded<ShelvingProfile> loaded = ProfileLoader.read("profile.yaml", mistake.in(MAILBOX));

        assertThat(loaded.value()).isEmpty();
        mistake.isToldBy(MAILBOX, loaded.problems());
    }

    static Stream<Mistake> inCoils() {
        return Stream.of(
                slip(
                        "one side watched by nobody",
                        "  presence:\n    - {table: discrete-input, pduAddress: 4, type: bit, scope: aisle-at-a}\n",
                        "  §presence:\n",
                        "watched by nobody",
                        null),
                slip(
                        "open aisle without a block controller",
                        "  heartbeat:  ",
                        "  open-aisle: §{table: input-register, pduAddress: 3, type: uint16, scope: block}\n  heartbeat:  ",
                        "only a block-mailbox has this signal",
                        null),
                slip(
                        "number in a bit table",
                        "pduAddress: 12, type: bit",
                        "pduAddress: 12, type: §uint16",
                        "type of \"fault\" must be bit",
                        "bit"),
                slip(
                        "read larger than the controller allows",
                        "pduAddress: 2, count: 6",
                        "pduAddress: 2, count: §17",
                        "at most 16 registers",
                        null),
                slip(
                        "guards polled too slowly",
                        "interval: 100ms",
                        "interval: §300ms",
                        "at least every 250ms",
                        "100ms"),
                slip(
                        "execute without right",
                        "execute:\n  left: {table: coil, pduAddress: 0, target: acting-carriage, words: [1]}\n",
                        "§execute:\n",
                        "has \"left\" and \"right\"",
                        null),
                slip(
                        "left and right on one coil",
                        "right: {table: coil, pduAddress: 1",
                        "right: {table: coil, pduAddress: §0",
                        "addresses of execute.right lie on those of execute.left",
                        null),
                slip(
                        "coil with two words",
                        "coil, pduAddress: 1, target: acting-carriage, words: [1]",
                        "coil, pduAddress: 1, target: acting-carriage, words: §[0]",
                        "a coil takes one word, 1",
                        "[1]"),
                slip(
                        "prepare with an aisle",
                        "words: [token-high, token-low, direction]",
                        "words: [token-high, token-low, direction, §aisle]",
                        "prepare cannot have aisle",
                        null),
                slip(
                        "stop to one carriage",
                        "target: every-carriage",
                        "target: §acting-carriage",
                        "target of stop must be every-carriage",
                        "every-carriage"),
                slip(
                        "spread of a row with a unit per carriage",
                        "\nexecute:\n",
                        "\n§spread:\n  prepare: [token-high, token-low, 3]\n  echo: [token-high, token-low, 3, xor]\nexecute:\n",
                        "unit-per-carriage has no",
                        null),
                slip(
                        "no silence on a serial line",
                        "silenceBetweenFrames: 4ms",
                        "silenceBetweenFrames: §0ms",
                        "RTU needs silence",
                        "4ms"));
    }

    @ParameterizedTest
    @MethodSource("inCoils")
    void each_mistake_in_a_carriage_profile_is_told_once_with_its_place_and_its_cure(Mistake mistake) {
        Loaded<ShelvingProfile> loaded = ProfileLoader.read("profile.yaml", mistake.in(COILS));

        assertThat(loaded.value()).isEmpty();
        mistake.isToldBy(COILS, loaded.problems());
    }
}
