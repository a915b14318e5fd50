package org.archivevault.server.camera;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.protocol.link.EdgeId;
import org.jspecify.annotations.Nullable;

/** Where the cameras of the plan hang and what they show; and so, which of them may have seen something. Pure. */
final class CameraPlaces {
    private final Map<CameraId, Place> cameras = new LinkedHashMap<>();
    private final Map<String, VaultId> gates = new LinkedHashMap<>();
    private final Map<SensorId, ZoneId> sensors = new LinkedHashMap<>();
    private final Map<BlockId, ZoneId> zones = new LinkedHashMap<>();
    private final Set<ZoneId> zoneNames = new LinkedHashSet<>();

    /**
     * One camera.
     *
     * @param id its name
     * @param vault where it hangs
     * @param edge who hears it
     * @param zone where it hangs
     * @param source the camera system
     * @param aisles which it shows
     * @param blocks that stand in its zone
     */
    record Place(
            CameraId id,
            VaultId vault,
            EdgeId edge,
            ZoneId zone,
            String source,
            Set<AisleId> aisles,
            Set<BlockId> blocks) {}

    CameraPlaces(SitePlan plan) {
        for (SitePlan.Vault vault : plan.vaults()) {
            for (WatchPlan.Zone zone : vault.watch().zones()) {
                zoneNames.add(zone.id());
                zone.blocks().forEach(block -> zones.put(block, zone.id()));
            }
            for (WatchPlan.Source source : vault.watch().sources()) {
                source.sensors().forEach(sensor -> sensors.put(sensor.id(), sensor.zone()));
                source.cameras().forEach(camera -> cameras.put(camera.id(), place(vault, source.name(), camera)));
            }
            for (ReaderPlan reader : vault.readers()) {
                reader.readPoints().forEach(point -> point.gate().ifPresent(gate -> gates.put(gate, vault.id())));
            }
        }
    }

    private static Place place(SitePlan.Vault vault, String source, WatchPlan.Camera camera) {
        Set<BlockId> blocks = new LinkedHashSet<>();
        vault.watch().zones().stream()
                .filter(zone -> zone.id().equals(camera.zone()))
                .forEach(zone -> blocks.addAll(zone.blocks()));
        return new Place(
                camera.id(),
                vault.id(),
                vault.edge(),
                camera.zone(),
                source,
                Set.copyOf(camera.aisles().values()),
                Set.copyOf(blocks));
    }

    /** All cameras, in order of the plan. */
    Collection<Place> all() {
        return cameras.values();
    }

    Optional<Place> of(CameraId camera) {
        return Optional.ofNullable(cameras.get(camera));
    }

    /** The zone of a camera by the plan; null when the plan does not have it. */
    @Nullable
    String zoneOf(CameraId camera) {
        Place place = cameras.get(camera);
        return place == null ? null : place.zone().value();
    }

    Optional<ZoneId> zoneOf(BlockId block) {
        return Optional.ofNullable(zones.get(block));
    }

    Optional<ZoneId> zoneOf(SensorId sensor) {
        return Optional.ofNullable(sensors.get(sensor));
    }

    boolean hasZone(ZoneId zone) {
        return zoneNames.contains(zone);
    }

    Optional<VaultId> vaultOfGate(String gate) {
        return Optional.ofNullable(gates.get(gate));
    }

    /** The gates of a vault. */
    List<String> gatesOf(VaultId vault) {
        return gates.entrySet().stream()
                .filter(gate -> gate.getValue().equals(vault))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A camera that may have seen something, and how near it is.
     *
     * @param place the camera
     * @param nearness how near
     */
    record Near(Place place, Nearness nearness) {}

    /** The cameras that may have seen it, the nearest first. */
    List<Near> near(Around around) {
        Map<Nearness, List<Near>> found = new EnumMap<>(Nearness.class);
        for (Place place : cameras.values()) {
            nearness(place, around)
                    .ifPresent(how ->
                            found.computeIfAbsent(how, n -> new ArrayList<>()).add(new Near(place, how)));
        }
        return found.values().stream().flatMap(List::stream).toList();
    }

    private static Optional<Nearness> nearness(Place place, Around around) {
        List<Nearness> all = new ArrayList<>();
        if (around.camera() != null && around.camera().equals(place.id())) {
            all.add(Nearness.SHOWS_IT);
        }
        BlockId block = around.block();
        if (block != null) {
            for (AisleId aisle : place.aisles()) {
                if (aisle.block().equals(block)) {
                    boolean same = around.aisle() != null && around.aisle() == aisle.number();
                    all.add(same ? Nearness.SHOWS_IT : Nearness.SAME_BLOCK);
                }
            }
            if (place.blocks().contains(block)) {
                all.add(Nearness.SAME_ZONE);
            }
        }
        if (around.zone() != null && around.zone().equals(place.zone())) {
            all.add(Nearness.SAME_ZONE);
        }
        if (around.vault() != null && around.vault().equals(place.vault())) {
            all.add(Nearness.SAME_VAULT);
        }
        return all.stream().min(Comparator.naturalOrder());
    }
}
