package org.archivevault.firmware.plan;

import java.util.Map;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.firmware.profile.ShelvingProfile.Scope;
import org.archivevault.firmware.profile.ShelvingProfile.Signal;
import org.archivevault.firmware.profile.ShelvingProfile.ValueType;
import org.archivevault.protocol.Bilingual;

/** The profile's arrays and numbers are large enough for the block. */
final class CapacityChecks {
    private static final Map<ValueType, Long> LARGEST = Map.of(
            ValueType.UINT16, 65_535L,
            ValueType.INT16, 32_767L,
            ValueType.UINT32, 4_294_967_295L,
            ValueType.INT32, 2_147_483_647L);

    private static final Bilingual TOO_MANY = new Bilingual(
            "该区有 {} 条通道/列，但配置 {} 的信号 \"{}\" 只能容纳 {} 个",
            "the block has {} aisles (or carriages), but in the profile {} the signal \"{}\" holds {}");
    private static final Bilingual TOO_LONG = new Bilingual(
            "轨道长 {}mm，配置 {} 的 position 最大只到 {}mm", "the rails are {}mm long; position of the profile {} ends at {}mm");

    private final Entry carriages;
    private final ShelvingProfile profile;

    CapacityChecks(Entry carriages, ShelvingProfile profile) {
        this.carriages = carriages;
        this.profile = profile;
    }

    void run(int carriageCount, int railLengthMm) {
        for (Role role : Role.values()) {
            for (Signal signal : profile.signalsOf(role)) {
                array(role, signal, carriageCount);
            }
        }
        for (Signal position : profile.signalsOf(Role.POSITION)) {
            long most = (long) (LARGEST.getOrDefault(position.type(), 0L) * position.scale());
            if (railLengthMm > most) {
                carriages.wrong(TOO_LONG.with(railLengthMm, profile.name(), most), null);
            }
        }
    }

    private void array(Role role, Signal signal, int carriageCount) {
        int due = signal.scope() == Scope.EACH_AISLE ? carriageCount - 1 : carriageCount;
        boolean isArray = signal.scope() == Scope.EACH_AISLE || signal.scope() == Scope.EACH_CARRIAGE;
        if (isArray && due > profile.capacityOf(signal)) {
            carriages.wrong(TOO_MANY.with(due, profile.name(), Entry.wordOf(role), profile.capacityOf(signal)), null);
        }
    }
}
