package org.archivevault.server.alarm.rule;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;

/**
 * What the plan says of a sensor.
 *
 * @param id its name
 * @param zone whose air it measures
 * @param keeps what that zone is for
 * @param source the bridge that speaks for it
 * @param longestSilence how long it may say nothing
 */
record WatchedSensor(SensorId id, ZoneId zone, Keeping keeps, String source, Duration longestSilence) {
    /** Every sensor of the plan. */
    static Map<SensorId, WatchedSensor> of(SitePlan plan) {
        Map<SensorId, WatchedSensor> all = new HashMap<>();
        for (SitePlan.Vault vault : plan.vaults()) {
            Map<ZoneId, Keeping> keeps = new HashMap<>();
            vault.watch().zones().forEach(zone -> keeps.put(zone.id(), zone.keeps()));
            for (WatchPlan.Source source : vault.watch().sources()) {
                for (WatchPlan.Sensor sensor : source.sensors()) {
                    all.put(
                            sensor.id(),
                            new WatchedSensor(
                                    sensor.id(),
                                    sensor.zone(),
                                    keeps.getOrDefault(sensor.zone(), Keeping.OUTDOOR),
                                    source.name(),
                                    source.profile().longestSilence()));
                }
            }
        }
        return all;
    }
}
