package org.archivevault.firmware.light;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.archivevault.firmware.Mistake;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LightProfileLoaderTest {
    private static final String COILS = Mistake.bundled("/profiles/lights/coil-lamps-1.yaml");
    private static final String REGISTERS = Mistake.bundled("/profiles/lights/register-lamps-1.yaml");

    @Test
    void the_bundled_profiles_are_sound_and_say_where_each_lamp_lies() {
        LightProfile coils = LightProfileLoader.bundled("coil-lamps-1");
        assertThat(coils.lamps()).isEqualTo(new LightProfile.Lamps(Table.COIL, 0, 1024, 1, 0));
        assertThat(coils.lamps().pduAddressOf(1)).isZero();
        assertThat(coils.lamps().pduAddressOf(1024)).isEqualTo(1023);
        LightProfile registers = LightProfileLoader.bundled("register-lamps-1");
        assertThat(registers.lamps()).isEqualTo(new LightProfile.Lamps(Table.HOLDING_REGISTER, 1000, 1024, 2, 0));
        assertThat(LightProfileLoader.bundledNames())
                .allSatisfy(name ->
                        assertThat(LightProfileLoader.bundled(name).name()).isEqualTo(name));
    }

    @Test
    void a_relay_board_of_the_market_can_be_described() {
        String own = """
                kind: light-profile
                name: relay-board
                version: 3
                title: {zh: 继电器板, en: Relay board}
                transports: [rtu-serial]
                identity: {table: holding-register, pduAddress: 32768, values: [200]}
                lamps: {table: coil, pduAddress: 0, count: 32}
                limits: {requestDeadline: 200ms, silenceBetweenFrames: 4ms, largestRead: 32}
                """;
        LightProfile profile = LightProfileLoader.read("own.yaml", own.getBytes(StandardCharsets.UTF_8))
                .orThrow();
        assertThat(profile.name()).isEqualTo("relay-board-3");
        assertThat(profile.lamps().pduAddressOf(32)).isEqualTo(31);
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "beyond the last address",
                        "pduAddress: 0, count: 1024",
                        "pduAddress: 65000, count: §1024",
                        "the last lamp would lie at address 66023",
                        null),
                new Mistake("a value of a coil", "count: 1024}", "count: 1024, §on: 2}", "so no on", null),
                new Mistake("mistyped table", "table: coil", "table: §coils", "none of: coil", "coil"),
                new Mistake(
                        "too patient", "requestDeadline: 300ms", "requestDeadline: §5s", "outside 20ms–2000ms", null),
                new Mistake("no identity", "identity: {", "§identitty: {", "unknown key", "identity"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_slip_of_the_pen_is_told_where_it_is(Mistake mistake) {
        mistake.isToldBy(
                COILS, LightProfileLoader.read("x.yaml", mistake.in(COILS)).problems());
    }

    static Stream<Mistake> mistakesOfRegisters() {
        return Stream.of(
                new Mistake(
                        "no value",
                        "{table: holding-register, pduAddress: 1000, count: 1024, on: 2, off: 0}",
                        "§{table: holding-register, pduAddress: 1000, count: 1024}",
                        "need on and off",
                        null),
                new Mistake("on is off", "on: 2, off: 0", "on: 2, off: §2", "on and off are the same", null),
                new Mistake("a large read", "largestRead: 120", "largestRead: §126", "at most 125 registers", "125"),
                new Mistake(
                        "identity among the lamps",
                        "identity: {table: input-register, pduAddress: 0,",
                        "identity: {table: holding-register, pduAddress: §999,",
                        "identity register 999 lies among the lamps",
                        null));
    }

    @ParameterizedTest
    @MethodSource("mistakesOfRegisters")
    void a_slip_in_a_profile_of_registers_is_told(Mistake mistake) {
        mistake.isToldBy(
                REGISTERS,
                LightProfileLoader.read("x.yaml", mistake.in(REGISTERS)).problems());
    }
}
