package org.archivevault.server.climate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;

/** The zones and sensors of the plan. */
final class SensorPlaces {
    /** How long a sensor may be silent that the plan does not name: most kinds tell their value at least hourly. */
    static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    private final List<Zone> zones = new ArrayList<>();
    private final Map<SensorId, Place> sensors = new LinkedHashMap<>();

    /**
     * A zone and where it is.
     *
     * @param zone the plan's
     * @param vault its vault
     */
    record Zone(WatchPlan.Zone zone, String vault) {}

    /**
     * A sensor and where it is.
     *
     * @param sensor the plan's
     * @param source name of the bridge that it speaks through
     * @param longestSilence how long a sensor of its kind may say nothing
     * @param vault its vault
     */
    record Place(WatchPlan.Sensor sensor, String source, Duration longestSilence, String vault) {}

    SensorPlaces(SitePlan plan) {
        for (SitePlan.Vault vault : plan.vaults()) {
            String name = vault.id().toString();
            vault.watch().zones().forEach(zone -> zones.add(new Zone(zone, name)));
            for (WatchPlan.Source source : vault.watch().sources()) {
                source.sensors()
                        .forEach(sensor -> sensors.put(
                                sensor.id(),
                                new Place(
                                        sensor, source.name(), source.profile().longestSilence(), name)));
            }
        }
    }

    Optional<ZoneId> zoneOf(SensorId sensor) {
        return Optional.ofNullable(sensors.get(sensor))
                .map(place -> place.sensor().zone());
    }

    Optional<Place> of(String sensor) {
        return Optional.ofNullable(sensors.get(new SensorId(sensor)));
    }

    List<Zone> zones() {
        return List.copyOf(zones);
    }

    List<Place> sensors() {
        return List.copyOf(sensors.values());
    }
}
