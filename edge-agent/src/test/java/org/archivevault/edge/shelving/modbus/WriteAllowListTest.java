package org.archivevault.edge.shelving.modbus;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.junit.jupiter.api.Test;

final class WriteAllowListTest {
    private static WriteAllowList of(String controller) {
        ShelvingProfile profile = SitePlanLoader.loadBundled("demo")
                .controller(controller)
                .orElseThrow()
                .profile();
        return new WriteAllowList(profile);
    }

    @Test
    void letsTheStepsOfTheProfileThroughAndNothingElse() {
        WriteAllowList mailbox = of("block-1-controller");
        assertThatCode(() -> {
                    mailbox.require(Table.HOLDING_REGISTER, 0, 1);
                    mailbox.require(Table.HOLDING_REGISTER, 1, 1);
                    mailbox.require(Table.HOLDING_REGISTER, 2, 1);
                    mailbox.require(Table.HOLDING_REGISTER, 10, 4);
                    mailbox.require(Table.HOLDING_REGISTER, 20, 2);
                    mailbox.require(Table.HOLDING_REGISTER, 24, 1);
                })
                .doesNotThrowAnyException();
        for (int address = 0; address < 100; address++) {
            int unknown = address;
            if (address != 10 && address != 20) {
                assertThatIllegalStateException().isThrownBy(() -> mailbox.require(Table.HOLDING_REGISTER, unknown, 2));
            }
            assertThatIllegalStateException().isThrownBy(() -> mailbox.require(Table.COIL, unknown, 1));
        }
    }

    @Test
    void knowsCoilsWhereTheProfileHasThem() {
        WriteAllowList coils = of("block-2-bus");
        assertThatCode(() -> coils.require(Table.COIL, 2, 1)).doesNotThrowAnyException();
        assertThatIllegalStateException().isThrownBy(() -> coils.require(Table.COIL, 3, 1));
        assertThatIllegalStateException().isThrownBy(() -> coils.require(Table.HOLDING_REGISTER, 20, 2));
    }
}
