package org.archivevault.server.preservation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.server.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * The plan's zones in the database, and since when each block has stood in which. When the plan moves a block to another zone
 * that counts from the start of the server with the new plan; what was before stays as it was.
 */
final class ZoneRegister {
    /** Of several servers that start at once, one writes. */
    private static final String ALONE = "LOCK TABLE preservation_zone, preservation_block IN SHARE ROW EXCLUSIVE MODE";

    private static final String ZONES = "INSERT INTO preservation_zone"
            + " (zone, vault, name_zh, name_en, keeps, coldest, warmest, driest, dampest)"
            + " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[],"
            + " $7::float8[], $8::float8[], $9::float8[])"
            + " ON CONFLICT (zone) DO UPDATE SET vault = excluded.vault, name_zh = excluded.name_zh,"
            + " name_en = excluded.name_en, keeps = excluded.keeps, coldest = excluded.coldest,"
            + " warmest = excluded.warmest, driest = excluded.driest, dampest = excluded.dampest, in_plan = true";
    private static final String GONE =
            "UPDATE preservation_zone SET in_plan = false WHERE in_plan AND zone <> ALL ($1::text[])";
    private static final String LEFT = "UPDATE preservation_block b"
            + " SET valid_to = greatest($3::timestamptz, b.valid_from + interval '1 microsecond')"
            + " WHERE b.valid_to IS NULL AND NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS n (block, zone)"
            + " WHERE n.block = b.block AND n.zone = b.zone)";
    private static final String CAME = "INSERT INTO preservation_block (block, zone, valid_from)"
            + " SELECT n.block, n.zone, coalesce((SELECT greatest($3::timestamptz, max(b.valid_to))"
            + " FROM preservation_block b WHERE b.block = n.block HAVING count(*) > 0), '-infinity')"
            + " FROM unnest($1::text[], $2::text[]) AS n (block, zone)"
            + " WHERE NOT EXISTS (SELECT FROM preservation_block b WHERE b.block = n.block AND b.valid_to IS NULL)";

    private final Database database;
    private final InstantSource clock;

    ZoneRegister(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes the tables agree with a plan.
     *
     * @param plan the site
     * @return completes when they do; fails when the database does
     */
    Future<Void> synchronise(SitePlan plan) {
        Tuple zones = zones(plan);
        Tuple names = Tuple.of(zones.getValue(0));
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Tuple blocks = blocks(plan).addOffsetDateTime(now);
        return database.inTransaction(transaction -> transaction
                .query(ALONE)
                .execute()
                .compose(locked -> run(transaction, ZONES, zones))
                .compose(written -> run(transaction, GONE, names))
                .compose(marked -> run(transaction, LEFT, blocks))
                .compose(closed -> run(transaction, CAME, blocks)));
    }

    private static Future<Void> run(SqlConnection transaction, String sql, Tuple values) {
        return transaction.preparedQuery(sql).execute(values).mapEmpty();
    }

    private static Tuple zones(SitePlan plan) {
        List<SitePlan.Vault> vaults = new ArrayList<>();
        List<WatchPlan.Zone> zones = new ArrayList<>();
        for (SitePlan.Vault vault : plan.vaults()) {
            for (WatchPlan.Zone zone : vault.watch().zones()) {
                vaults.add(vault);
                zones.add(zone);
            }
        }
        return Tuple.tuple()
                .addArrayOfString(zones.stream().map(zone -> zone.id().value()).toArray(String[]::new))
                .addArrayOfString(
                        vaults.stream().map(vault -> vault.id().toString()).toArray(String[]::new))
                .addArrayOfString(zones.stream().map(zone -> zone.name().zh()).toArray(String[]::new))
                .addArrayOfString(zones.stream().map(zone -> zone.name().en()).toArray(String[]::new))
                .addArrayOfString(
                        zones.stream().map(zone -> zone.keeps().wireName()).toArray(String[]::new))
                .addArrayOfDouble(limits(zones, Keeping::coldest))
                .addArrayOfDouble(limits(zones, Keeping::warmest))
                .addArrayOfDouble(limits(zones, Keeping::driest))
                .addArrayOfDouble(limits(zones, Keeping::dampest));
    }

    private static @Nullable Double[] limits(List<WatchPlan.Zone> zones, ToDoubleFunction<Keeping> limit) {
        @Nullable Double[] limits = new Double[zones.size()];
        for (int i = 0; i < limits.length; i++) {
            Keeping keeps = zones.get(i).keeps();
            limits[i] = keeps == Keeping.OUTDOOR ? null : limit.applyAsDouble(keeps);
        }
        return limits;
    }

    private static Tuple blocks(SitePlan plan) {
        List<String> blocks = new ArrayList<>();
        List<String> zones = new ArrayList<>();
        for (SitePlan.Vault vault : plan.vaults()) {
            for (WatchPlan.Zone zone : vault.watch().zones()) {
                zone.blocks().forEach(block -> {
                    blocks.add(block.toString());
                    zones.add(zone.id().value());
                });
            }
        }
        return Tuple.tuple()
                .addArrayOfString(blocks.toArray(String[]::new))
                .addArrayOfString(zones.toArray(String[]::new));
    }
}
