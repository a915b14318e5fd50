package org.archivevault.firmware.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.archivevault.firmware.profile.ShelvingProfile.Direction;
import org.archivevault.firmware.profile.ShelvingProfile.Operand;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.firmware.profile.ShelvingProfile.Scope;
import org.archivevault.firmware.profile.ShelvingProfile.Shape;
import org.archivevault.firmware.profile.ShelvingProfile.Signal;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.archivevault.firmware.profile.ShelvingProfile.Target;
import org.archivevault.firmware.profile.ShelvingProfile.Transport;
import org.archivevault.firmware.profile.ShelvingProfile.ValueType;
import org.archivevault.firmware.profile.ShelvingProfile.Word;
import org.archivevault.firmware.profile.ShelvingProfile.WordOrder;
import org.archivevault.firmware.profile.ShelvingProfile.Write;
import org.archivevault.protocol.command.RefusalCode;
import org.junit.jupiter.api.Test;

class ProfileLoaderTest {
    @Test
    void the_bundled_names_are_the_bundled_files_and_each_loads_under_its_name() throws Exception {
        // GIVEN
        Path folder = Path.of(Objects.requireNonNull(getClass().getResource("/profiles/shelving"))
                .toURI());
        List<String> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.map(p -> p.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }

        // THEN
        assertThat(ProfileLoader.bundledNames()).isEqualTo(files);
        for (String name : files) {
            ShelvingProfile profile = ProfileLoader.bundled(name);
            assertThat(profile.name() + "-" + profile.version()).isEqualTo(name);
        }
        assertThatThrownBy(() -> ProfileLoader.bundled("../demo")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_mailbox_profile_says_what_its_register_map_says() {
        ShelvingProfile profile = ProfileLoader.bundled("block-mailbox-1");

        assertThat(profile.shape()).isEqualTo(Shape.BLOCK_MAILBOX);
        assertThat(profile.transports()).containsExactly(Transport.MODBUS_TCP);
        assertThat(profile.identity())
                .isEqualTo(new ShelvingProfile.Identity(Table.INPUT_REGISTER, 0, List.of(0x4D42, 1), 2));
        assertThat(profile.signalsOf(Role.LAST_TOKEN))
                .containsExactly(
                        new Signal(Table.INPUT_REGISTER, 8, ValueType.UINT32, null, WordOrder.ABCD, 1, Scope.BLOCK));
        assertThat(profile.signalsOf(Role.PRESENCE))
                .containsExactly(
                        new Signal(Table.INPUT_REGISTER, 12, ValueType.BIT, 0, WordOrder.ABCD, 1, Scope.EACH_AISLE));
        assertThat(profile.prepare())
                .isEqualTo(new Write(
                        Table.HOLDING_REGISTER,
                        10,
                        List.of(
                                new Word(Operand.TOKEN_HIGH, 0),
                                new Word(Operand.TOKEN_LOW, 0),
                                new Word(Operand.LITERAL, 1),
                                new Word(Operand.AISLE, 0)),
                        Target.BLOCK));
        assertThat(profile.results()).hasSize(12).containsEntry(4, RefusalCode.PERSON_IN_AISLE);
        assertThat(profile.watchdog().timeoutSteps()).isEqualTo(20);
        assertThat(profile.limits().armWindow()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void the_carriage_profile_says_what_its_register_map_says() {
        ShelvingProfile profile = ProfileLoader.bundled("carriage-coils-1");

        assertThat(profile.shape()).isEqualTo(Shape.UNIT_PER_CARRIAGE);
        assertThat(profile.transports()).containsExactly(Transport.RTU_SERIAL, Transport.RTU_OVER_TCP);
        assertThat(profile.signalsOf(Role.MOVING)).hasSize(2);
        assertThat(profile.signalsOf(Role.PRESENCE))
                .extracting(Signal::scope)
                .containsExactly(Scope.AISLE_AT_A, Scope.AISLE_AT_B);
        assertThat(profile.signalsOf(Role.LAST_TOKEN).get(0).wordOrder()).isEqualTo(WordOrder.CDAB);
        assertThat(profile.execute())
                .containsEntry(
                        Direction.RIGHT,
                        new Write(Table.COIL, 1, List.of(new Word(Operand.LITERAL, 1)), Target.ACTING_CARRIAGE));
        assertThat(profile.stop().target()).isEqualTo(Target.EVERY_CARRIAGE);
    }

    @Test
    void the_arrays_of_the_mailbox_profile_hold_sixty_four_values() {
        ShelvingProfile profile = ProfileLoader.bundled("block-mailbox-1");

        for (Role role : List.of(Role.PRESENCE, Role.SAFETY_EDGE, Role.OBSTRUCTION, Role.POSITION)) {
            Signal array = profile.signalsOf(role).get(0);
            assertThat(profile.capacityOf(array)).as("%s", role).isEqualTo(64);
        }
    }
}
