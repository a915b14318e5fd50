package org.archivevault.edge.shelving.modbus;

import java.util.HashSet;
import java.util.Set;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.archivevault.firmware.profile.ShelvingProfile.Write;

/** The writes of a profile's steps. No other write leaves, whatever a mistake elsewhere asks for. */
final class WriteAllowList {
    private record Allowed(Table table, int pduAddress, int count) {}

    private final Set<Allowed> allowed = new HashSet<>();

    WriteAllowList(ShelvingProfile profile) {
        add(profile.prepare());
        profile.execute().values().forEach(this::add);
        add(profile.stop());
        addRegister(profile.watchdog().timeoutAddress());
        addRegister(profile.watchdog().actionAddress());
        addRegister(profile.watchdog().keepAliveAddress());
    }

    private void add(Write write) {
        allowed.add(new Allowed(write.table(), write.pduAddress(), write.words().size()));
    }

    private void addRegister(int pduAddress) {
        allowed.add(new Allowed(Table.HOLDING_REGISTER, pduAddress, 1));
    }

    void require(Table table, int pduAddress, int count) {
        if (!allowed.contains(new Allowed(table, pduAddress, count))) {
            throw new IllegalStateException(
                    "the profile has no step that writes " + count + " of " + table + " at " + pduAddress);
        }
    }
}
