package org.archivevault.edge.shelving.modbus;

import io.vertx.core.Future;
import java.util.Arrays;
import org.archivevault.edge.modbus.ModbusClient;
import org.archivevault.edge.shelving.BlockLayout;
import org.archivevault.edge.shelving.Verification;
import org.archivevault.firmware.profile.ShelvingProfile.Identity;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.archivevault.firmware.profile.ShelvingProfile.Watchdog;

/** Reads back whether a unit is what the profile says, and whether its watchdog is set as the profile says. */
final class Verifier {
    private final ModbusClient client;
    private final BlockLayout layout;
    private final int unit;

    Verifier(ModbusClient client, BlockLayout layout, int unit) {
        this.client = client;
        this.layout = layout;
        this.unit = unit;
    }

    /**
     * Reads everything back.
     *
     * @param askedAt the time
     * @return succeeds with what was read, right or wrong; fails when it could not be read
     */
    Future<Verification> verify(long askedAt) {
        return identityMistake()
                .compose(identity -> watchdogMistake()
                        .map(watchdog -> new Verification(
                                unit,
                                askedAt,
                                identity.isEmpty(),
                                identity.isEmpty() && watchdog.isEmpty(),
                                identity.isEmpty() ? watchdog : identity)));
    }

    private Future<String> identityMistake() {
        Identity identity = layout.profile().identity();
        int[] expected = identity.values().stream().mapToInt(Integer::intValue).toArray();
        return client.readRegisters(unit, identity.table(), identity.pduAddress(), expected.length)
                .compose(values -> Arrays.equals(values, expected)
                        ? carriageCountMistake(identity)
                        : Future.succeededFuture(
                                "identity " + Arrays.toString(values) + " instead of " + Arrays.toString(expected)));
    }

    private Future<String> carriageCountMistake(Identity identity) {
        Integer address = identity.carriageCountAddress();
        if (address == null) {
            return Future.succeededFuture("");
        }
        int planned = layout.block().carriages().size();
        return client.readRegisters(unit, identity.table(), address, 1)
                .map(count -> count[0] == planned ? "" : count[0] + " carriages instead of " + planned);
    }

    private Future<String> watchdogMistake() {
        Watchdog watchdog = layout.profile().watchdog();
        return register(watchdog.timeoutAddress())
                .compose(timeout -> register(watchdog.actionAddress())
                        .map(action -> timeout == watchdog.timeoutSteps() && action == watchdog.stopAction()
                                ? ""
                                : "watchdog time-out " + timeout + ", action " + action + " instead of "
                                        + watchdog.timeoutSteps() + ", " + watchdog.stopAction()));
    }

    private Future<Integer> register(int pduAddress) {
        return client.readRegisters(unit, Table.HOLDING_REGISTER, pduAddress, 1).map(values -> values[0]);
    }
}
