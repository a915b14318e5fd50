package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.archivevault.protocol.climate.ZoneId;
import org.jspecify.annotations.Nullable;

/** The newest readings of zones, to be copied into a record or judged. */
final class AirNow {
    private static final String LATEST = "SELECT sensor, quantity, zone, at, value, quality FROM sensor_latest"
            + " WHERE zone = ANY($1::text[]) ORDER BY zone, sensor, quantity";

    /**
     * A reading.
     *
     * @param sensor which sensor
     * @param quantity what, by its wire name
     * @param zone whose climate
     * @param at when it was measured
     * @param value in the quantity's unit
     * @param quality how far it is to be believed, by its wire name
     */
    record Measured(
            String sensor, String quantity, @Nullable String zone, OffsetDateTime at, double value, String quality) {}

    Future<List<Measured>> of(SqlClient client, Collection<ZoneId> zones) {
        String[] names = zones.stream().map(ZoneId::value).toArray(String[]::new);
        return client.preparedQuery(LATEST).execute(Tuple.of((Object) names)).map(rows -> {
            List<Measured> all = new ArrayList<>(rows.size());
            for (Row row : rows) {
                all.add(new Measured(
                        row.getString("sensor"),
                        row.getString("quantity"),
                        row.getString("zone"),
                        row.getOffsetDateTime("at"),
                        row.getDouble("value"),
                        row.getString("quality")));
            }
            return all;
        });
    }
}
