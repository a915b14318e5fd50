package org.archivevault.edge.shelving;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When a unit's watchdog settings must be written: they read wrong, or the watchdog has tripped. */
final class WatchdogDuty {
    private final Map<Integer, Long> lastAsked = new HashMap<>();

    List<Integer> due(BlockState state, boolean allowed, long now) {
        if (!allowed) {
            return List.of();
        }
        List<Integer> due = state.layout().units().stream()
                .filter(unit -> state.watchdogNeedsSetting(unit, now))
                .filter(unit -> isTime(unit, now))
                .toList();
        due.forEach(unit -> lastAsked.put(unit, now));
        return due;
    }

    private boolean isTime(int unit, long now) {
        Long last = lastAsked.get(unit);
        return last == null || now - last >= ShelvingLimits.CONFIGURE_AGAIN_MILLIS;
    }
}
