package org.archivevault.server.putaway;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.Face;
import org.archivevault.server.database.Database;

/**
 * The slots of the site plan, as rows. A slot that has left the plan keeps its row, marked: something may lie in it, and
 * the history speaks of it.
 */
public final class SlotRegister {
    /** How many packs outside the plan are named; the count is always told. */
    private static final int MOST_NAMED = 50;

    private static final String CLAIM =
            "INSERT INTO slot_plan (site, digest, made) VALUES ($1::text, '', $2::timestamptz)"
                    + " ON CONFLICT (site) DO UPDATE SET site = excluded.site RETURNING digest";
    private static final String FACES = "unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::int[], $6::int[])"
            + " f (block, carriage, face, bays, levels, slots)";
    private static final String REMOVE = "UPDATE slot s SET in_plan = false WHERE s.in_plan"
            + " AND s.block LIKE $7::text || '-%' AND NOT EXISTS (SELECT FROM " + FACES
            + " WHERE f.block = s.block AND f.carriage = s.carriage AND f.face = s.face::text AND s.bay <= f.bays"
            + " AND s.level <= f.levels AND s.slot <= f.slots)";
    private static final String ADD = "INSERT INTO slot (position_code, block, carriage, face, bay, level, slot)"
            + " SELECT f.block || '-' || lpad(f.carriage::text, 2, '0') || f.face || '-' || lpad(b::text, 2, '0') || '-'"
            + " || l || '-' || lpad(s::text, 2, '0'), f.block, f.carriage, f.face::\"char\", b, l, s FROM " + FACES
            + " CROSS JOIN LATERAL generate_series(1, f.bays) b CROSS JOIN LATERAL generate_series(1, f.levels) l"
            + " CROSS JOIN LATERAL generate_series(1, f.slots) s ORDER BY 1"
            + " ON CONFLICT (position_code) DO UPDATE SET in_plan = true WHERE NOT slot.in_plan";
    private static final String MADE =
            "UPDATE slot_plan SET digest = $2::text, made = $3::timestamptz WHERE site = $1::text";
    private static final String STRAYS = "SELECT s.position_code, p.pack_no, count(*) OVER () FROM slot s"
            + " JOIN placement l ON l.position_code = s.position_code AND l.valid_to IS NULL"
            + " JOIN pack p ON p.id = l.pack_id WHERE NOT s.free AND NOT s.in_plan ORDER BY s.position_code LIMIT "
            + MOST_NAMED;

    private final Database database;
    private final InstantSource clock;

    /**
     * @param database where the slots are
     * @param clock the wall clock
     */
    public SlotRegister(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A pack in a slot that is no longer in the plan.
     *
     * @param positionCode the slot
     * @param packNo the pack
     */
    public record Stray(String positionCode, String packNo) {}

    /**
     * The packs in slots that are no longer in the plan.
     *
     * @param count how many
     * @param named the first of them
     */
    public record Strays(long count, List<Stray> named) {}

    /**
     * Makes the rows agree with the plan; does nothing when the plan has not changed or has no vaults. To be called at start, before
     * anything is put away or imported.
     *
     * @param plan the plan
     * @return completes with the packs that now stand outside the plan; fails when the database does
     */
    public Future<Strays> synchronise(SitePlan plan) {
        if (plan.vaults().isEmpty()) {
            return strays();
        }
        return database.inTransaction(tx -> tx.preparedQuery(CLAIM)
                        .execute(Tuple.of(plan.site(), clock.instant().atOffset(ZoneOffset.UTC)))
                        .compose(rows -> rows.iterator().next().getString(0).equals(plan.digest())
                                ? Future.succeededFuture()
                                : renew(tx, plan)))
                .compose(done -> strays());
    }

    /**
     * The packs that stand outside the plan.
     *
     * @return completes with them; fails when the database does
     */
    public Future<Strays> strays() {
        return database.reads().query(STRAYS).execute().map(SlotRegister::strays);
    }

    private Future<Void> renew(SqlConnection tx, SitePlan plan) {
        Tuple faces = faces(plan);
        Tuple withSite = Tuple.tuple();
        for (int i = 0; i < faces.size(); i++) {
            withSite.addValue(faces.getValue(i));
        }
        withSite.addString(plan.site());
        return tx.preparedQuery(REMOVE)
                .execute(withSite)
                .compose(removed -> tx.preparedQuery(ADD).execute(faces))
                .compose(added -> tx.preparedQuery(MADE)
                        .execute(Tuple.of(
                                plan.site(), plan.digest(), clock.instant().atOffset(ZoneOffset.UTC))))
                .compose(made -> tx.query("ANALYZE slot").execute())
                .mapEmpty();
    }

    private static Tuple faces(SitePlan plan) {
        List<String> blocks = new ArrayList<>();
        List<String> faces = new ArrayList<>();
        List<List<Integer>> numbers =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (SitePlan.Block block : plan.blocks()) {
            for (SitePlan.Carriage carriage : block.carriages()) {
                for (Face face : carriage.faces()) {
                    blocks.add(block.id().toString());
                    faces.add(face.name());
                    numbers.get(0).add(carriage.number());
                    numbers.get(1).add(carriage.bays());
                    numbers.get(2).add(carriage.levels());
                    numbers.get(3).add(carriage.slots());
                }
            }
        }
        return Tuple.tuple()
                .addArrayOfString(blocks.toArray(new String[0]))
                .addArrayOfInteger(numbers.get(0).toArray(new Integer[0]))
                .addArrayOfString(faces.toArray(new String[0]))
                .addArrayOfInteger(numbers.get(1).toArray(new Integer[0]))
                .addArrayOfInteger(numbers.get(2).toArray(new Integer[0]))
                .addArrayOfInteger(numbers.get(3).toArray(new Integer[0]));
    }

    private static Strays strays(RowSet<Row> rows) {
        long count = 0;
        List<Stray> named = new ArrayList<>();
        for (Row row : rows) {
            count = row.getLong(2);
            named.add(new Stray(row.getString(0), row.getString(1)));
        }
        return new Strays(count, named);
    }
}
