package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.server.camera.PeopleSeen;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;

/** Whether a block may be ventilated now, and would that help. Nothing here moves a carriage: {@link Spreading} does. */
final class VentilationDesk {
    private static final String WAITING = "SELECT count(*) AS n FROM retrieval WHERE block = $1::text"
            + " AND state IN ('waiting', 'offered', 'opening', 'open', 'unknown')";

    /** Somebody uses the block, or waits for it. */
    static final Bilingual IN_USE = new Bilingual("有人正在使用或等候密集架区 {}", "somebody uses the block {} or waits for it");

    private final SitePlan plan;
    private final Function<BlockId, List<Obstacle>> obstacles;
    private final PeopleSeen people;
    private final AirNow air = new AirNow();

    VentilationDesk(SitePlan plan, Function<BlockId, List<Obstacle>> obstacles, PeopleSeen people) {
        this.plan = plan;
        this.obstacles = obstacles;
        this.people = people;
    }

    /** One reason why it may not run now. */
    record Against(String code, Bilingual sentence) {}

    /**
     * What was judged.
     *
     * @param block the block
     * @param at when
     * @param mayRun nothing is against it, and it helps
     * @param advice whether it would help
     * @param against all reasons why it may not run now, whether or not it would help
     */
    record Judged(BlockId block, Instant at, boolean mayRun, Ventilation.Advice advice, List<Against> against) {
        /** The same, with one reason more against it, unless it is known already. */
        Judged and(String code, Bilingual sentence) {
            if (against.stream().anyMatch(reason -> reason.code().equals(code))) {
                return this;
            }
            List<Against> more = new ArrayList<>(against);
            more.add(new Against(code, sentence));
            return new Judged(block, at, false, advice, List.copyOf(more));
        }

        /** All reasons why not, for a person. */
        Problem refusal() {
            List<Bilingual> reasons = new ArrayList<>();
            if (!advice.helps()) {
                reasons.add(advice.sentence());
            }
            against.forEach(reason -> reasons.add(reason.sentence()));
            Bilingual sentence = ErrorCode.VENTILATION_NOT_NOW.sentence();
            return Problem.of(
                            ErrorCode.VENTILATION_NOT_NOW,
                            new Bilingual(
                                    sentence.with(block, joined(reasons, Bilingual::zh, "；"))
                                            .zh(),
                                    sentence.with(block, joined(reasons, Bilingual::en, "; "))
                                            .en()))
                    .with("judged", this);
        }

        private static String joined(List<Bilingual> all, Function<Bilingual, String> language, String between) {
            return all.stream().map(language).collect(Collectors.joining(between));
        }
    }

    /** The zones of a vault that are within it. */
    Set<ZoneId> zonesOf(VaultId vault) {
        Set<ZoneId> zones = new LinkedHashSet<>();
        plan.vaults().stream()
                .filter(v -> v.id().equals(vault))
                .forEach(v -> v.watch().zones().forEach(zone -> zones.add(zone.id())));
        return zones;
    }

    /** Every block of the plan that stands in a zone. */
    List<BlockId> blocks() {
        return plan.vaults().stream()
                .flatMap(vault -> vault.watch().zones().stream())
                .flatMap(zone -> zone.blocks().stream())
                .toList();
    }

    boolean has(BlockId block) {
        return plan.block(block).isPresent();
    }

    /**
     * Judges.
     *
     * @param client where to look
     * @param block a block of the plan
     * @param now the wall clock
     * @return completes with what was judged; fails when the database does
     */
    Future<Judged> judge(SqlClient client, BlockId block, Instant now) {
        Optional<WatchPlan.Zone> inside = zoneOf(block);
        Optional<WatchPlan.Zone> outside = outsideOf(block);
        List<ZoneId> zones = new ArrayList<>();
        inside.ifPresent(zone -> zones.add(zone.id()));
        outside.ifPresent(zone -> zones.add(zone.id()));
        return air.of(client, zones).compose(measured -> {
            Ventilation.Advice advice = Ventilation.judge(
                    inside.map(WatchPlan.Zone::keeps).orElse(Keeping.PAPER),
                    inside.flatMap(zone -> airOf(zone.id(), measured)),
                    outside.flatMap(zone -> airOf(zone.id(), measured)),
                    now);
            return against(client, block)
                    .map(reasons -> new Judged(block, now, advice.helps() && reasons.isEmpty(), advice, reasons));
        });
    }

    private Optional<WatchPlan.Zone> zoneOf(BlockId block) {
        return plan.vaults().stream()
                .flatMap(vault -> vault.watch().zones().stream())
                .filter(zone -> zone.blocks().contains(block))
                .findFirst();
    }

    private Optional<WatchPlan.Zone> outsideOf(BlockId block) {
        return plan.vaults().stream()
                .filter(vault -> vault.id().equals(block.vault()))
                .flatMap(vault -> vault.watch().zones().stream())
                .filter(zone -> zone.keeps() == Keeping.OUTDOOR)
                .findFirst();
    }

    /** The mean of a zone's good readings; as old as the oldest of them. */
    static Optional<Ventilation.Air> airOf(ZoneId zone, List<AirNow.Measured> measured) {
        Map<Quantity, List<AirNow.Measured>> good = new LinkedHashMap<>();
        for (AirNow.Measured one : measured) {
            if (zone.value().equals(one.zone()) && one.quality().equals(Quality.GOOD.wireName())) {
                for (Quantity wanted : List.of(Quantity.TEMPERATURE, Quantity.HUMIDITY)) {
                    if (wanted.wireName().equals(one.quantity())) {
                        good.computeIfAbsent(wanted, q -> new ArrayList<>()).add(one);
                    }
                }
            }
        }
        List<AirNow.Measured> warm = good.getOrDefault(Quantity.TEMPERATURE, List.of());
        List<AirNow.Measured> damp = good.getOrDefault(Quantity.HUMIDITY, List.of());
        if (warm.isEmpty() || damp.isEmpty()) {
            return Optional.empty();
        }
        Instant oldest = good.values().stream()
                .flatMap(List::stream)
                .map(one -> one.at().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
        return Optional.of(new Ventilation.Air(zone.value(), oldest, mean(warm), mean(damp)));
    }

    private static double mean(List<AirNow.Measured> all) {
        return all.stream().mapToDouble(AirNow.Measured::value).average().orElseThrow();
    }

    private Future<List<Against>> against(SqlClient client, BlockId block) {
        List<Against> found = new ArrayList<>();
        for (Obstacle obstacle : obstacles.apply(block)) {
            found.add(new Against(obstacle.code().code(), obstacle.sentence()));
        }
        return people.around(client, block).compose(cameras -> {
            for (CameraId camera : cameras) {
                found.add(new Against(
                        "somebody-seen", new Bilingual("摄像机 {} 看到有人", "the camera {} sees somebody").with(camera)));
            }
            return client.preparedQuery(WAITING)
                    .execute(Tuple.of(block.toString()))
                    .map(rows -> {
                        if (rows.iterator().next().getLong("n") > 0) {
                            found.add(new Against("somebody-waits", IN_USE.with(block)));
                        }
                        return List.copyOf(found);
                    });
        });
    }
}
