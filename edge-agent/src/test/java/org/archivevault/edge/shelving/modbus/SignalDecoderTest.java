package org.archivevault.edge.shelving.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.archivevault.edge.shelving.BlockLayout;
import org.archivevault.edge.shelving.Readings;
import org.archivevault.edge.shelving.Wire;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.profile.ShelvingProfile.PollGroup;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.firmware.profile.ShelvingProfile.WordOrder;
import org.archivevault.protocol.address.BlockId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the register map pages: addresses and bits are written out here, not taken from the profile. */
final class SignalDecoderTest {
    private static final SitePlan PLAN = SitePlanLoader.loadBundled("demo");

    private static BlockLayout layout(String block) {
        SitePlan.Block found = PLAN.block(BlockId.parse(block)).orElseThrow();
        return BlockLayout.of(found, PLAN.controller(found.controller()).orElseThrow());
    }

    private static PollGroup group(BlockLayout layout, String name) {
        return layout.profile().pollGroups().stream()
                .filter(g -> g.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> named(BlockLayout layout, Readings readings) {
        Map<String, Long> named = new HashMap<>();
        for (Readings.Value value : readings.values()) {
            Wire wire = layout.wires().get(value.wire());
            named.merge(wire.role() + " " + wire.place(), value.value(), Long::sum);
        }
        return named;
    }

    @ParameterizedTest
    @CsvSource({"ABCD, 0x01020304", "CDAB, 0x03040102", "BADC, 0x02010403", "DCBA, 0x04030201"})
    void joinsTwoRegistersInEveryWordOrder(WordOrder order, String expected) {
        assertThat(SignalDecoder.joined(order, 0x0102, 0x0304)).isEqualTo(Long.decode(expected));
        assertThat(SignalDecoder.joined(order, 0xFFFF, 0xFFFF)).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void readsTheMailboxsStateRegisters() {
        BlockLayout layout = layout("ES-V1-B1");
        // GIVEN input registers 3 to 23 as the page has them
        int[] registers = new int[21];
        registers[0] = 77; // 3: heartbeat
        registers[1] = 0b1010; // 4: moving, watchdog tripped
        registers[2] = 0b01; // 5: emergency stop
        registers[4] = 6; // 7: target aisle
        registers[5] = 0x0001; // 8: token, high word
        registers[6] = 0x0007; // 9: token, low word
        registers[7] = 2; // 10: executing
        registers[9] = 0b1_0000_0010; // 12: presence in aisles 2 and 9
        registers[13] = 0b100; // 16: safety edge of aisle 3
        registers[17] = 0b1000; // 20: obstruction in aisle 4

        // WHEN they are decoded
        Readings readings = SignalDecoder.of(layout, 1, group(layout, "state")).decode(registers, 5_000);
        Map<String, Long> values = named(layout, readings);

        // THEN every value is where it belongs
        assertThat(readings.observedAt()).isEqualTo(5_000);
        assertThat(values)
                .containsEntry("HEARTBEAT 0", 77L)
                .containsEntry("LOCAL_MODE 0", 0L)
                .containsEntry("MOVING 0", 1L)
                .containsEntry("FAULT 0", 0L)
                .containsEntry("WATCHDOG_TRIPPED 0", 1L)
                .containsEntry("EMERGENCY_STOP 0", 1L)
                .containsEntry("DOOR_OPEN 0", 0L)
                .containsEntry("TARGET_AISLE 0", 6L)
                .containsEntry("LAST_TOKEN 0", 0x10007L)
                .containsEntry("LAST_RESULT 0", 2L)
                .containsEntry("PRESENCE 1", 0L)
                .containsEntry("PRESENCE 2", 1L)
                .containsEntry("PRESENCE 9", 1L)
                .containsEntry("SAFETY_EDGE 3", 1L)
                .containsEntry("OBSTRUCTION 4", 1L);
        assertThat(values.keySet()).noneMatch(name -> name.startsWith("POSITION"));
    }

    @Test
    void readsTheBitsOfOneCarriageForTheAislesAtItsTwoFaces() {
        BlockLayout layout = layout("ES-V1-B2");
        // GIVEN carriage 3: moving right, presence at face A, obstruction at face B
        boolean[] bits = new boolean[16];
        bits[1] = true;
        bits[4] = true;
        bits[9] = true;

        // THEN face A is aisle 2, and face B is aisle 3
        Map<String, Long> values = named(
                layout, SignalDecoder.of(layout, 3, group(layout, "status")).decode(bits, 1));
        assertThat(values)
                .containsEntry("MOVING 3", 1L)
                .containsEntry("PRESENCE 2", 1L)
                .containsEntry("PRESENCE 3", 0L)
                .containsEntry("OBSTRUCTION 2", 0L)
                .containsEntry("OBSTRUCTION 3", 1L);
    }

    @Test
    void readsTheTokenOfACarriageLowWordFirst() {
        BlockLayout layout = layout("ES-V1-B2");
        int[] registers = {9, 1_500, 0x0007, 0x0001, 3, 0};
        Map<String, Long> values = named(
                layout, SignalDecoder.of(layout, 4, group(layout, "motion")).decode(registers, 1));
        assertThat(values)
                .containsEntry("HEARTBEAT 4", 9L)
                .containsEntry("POSITION 4", 1_500L)
                .containsEntry("LAST_TOKEN 4", 0x10007L)
                .containsEntry("LAST_RESULT 4", 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES-V1-B1", "ES-V1-B2"})
    void everyWireIsReadBySomePollGroup(String block) {
        BlockLayout layout = layout(block);
        Set<Integer> covered = new HashSet<>();
        for (int unit : layout.units()) {
            layout.profile()
                    .pollGroups()
                    .forEach(g ->
                            covered.addAll(SignalDecoder.of(layout, unit, g).wires()));
        }
        assertThat(covered).hasSameSizeAs(layout.wires());
        assertThat(layout.wires()).extracting(Wire::role).contains(Role.PRESENCE, Role.DOOR_OPEN);
    }
}
