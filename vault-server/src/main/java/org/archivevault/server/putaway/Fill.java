package org.archivevault.server.putaway;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.archivevault.server.database.Database;

/** How full the shelves are. Counts all slots; callers that ask while it counts share the count. */
public final class Fill {
    private static final String COUNT = "SELECT block, carriage, count(*), count(*) FILTER (WHERE NOT free) FROM slot"
            + " WHERE in_plan GROUP BY block, carriage ORDER BY block, carriage";

    private final Database database;
    private final AtomicReference<Future<List<Carriage>>> underWay = new AtomicReference<>();

    /**
     * @param database where the slots are
     */
    public Fill(Database database) {
        this.database = database;
    }

    /**
     * One carriage.
     *
     * @param block {@code SITE-VAULT-BLOCK}
     * @param carriage its number
     * @param slots how many slots it has
     * @param used how many of them hold a pack
     */
    public record Carriage(String block, int carriage, long slots, long used) {}

    /**
     * Counts.
     *
     * @return completes with every carriage of the plan, in order; fails when the database does
     */
    public Future<List<Carriage>> perCarriage() {
        Future<List<Carriage>> running = underWay.get();
        if (running != null && !running.isComplete()) {
            return running;
        }
        Future<List<Carriage>> fresh = database.reads().query(COUNT).execute().map(Fill::carriages);
        underWay.set(fresh);
        return fresh;
    }

    private static List<Carriage> carriages(RowSet<Row> rows) {
        List<Carriage> carriages = new ArrayList<>(rows.size());
        for (Row row : rows) {
            carriages.add(new Carriage(row.getString(0), row.getShort(1), row.getLong(2), row.getLong(3)));
        }
        return carriages;
    }
}
