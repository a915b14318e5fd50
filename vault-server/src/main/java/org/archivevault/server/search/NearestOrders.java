package org.archivevault.server.search;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.archivevault.server.database.Database;

/** The order numbers that somebody may have meant who gave one that does not exist. */
public final class NearestOrders {
    /** How many are told: more is no help to somebody who mistyped a digit. */
    public static final int MOST = 5;

    /** One typing error away, exactly. */
    private static final String ONE_AWAY = "SELECT order_no FROM business_order WHERE order_no = ANY ($1::text[])"
            + " ORDER BY order_no LIMIT $2::int";

    /** Then the neighbours in the order of numbers. */
    private static final String NEIGHBOURS = "SELECT order_no FROM"
            + " ((SELECT order_no FROM business_order WHERE order_no < $1::text ORDER BY order_no DESC LIMIT 2)"
            + " UNION ALL (SELECT order_no FROM business_order WHERE order_no > $1::text ORDER BY order_no LIMIT 3)) n"
            + " ORDER BY order_no";

    private final Database database;

    /**
     * @param database where the orders are
     */
    public NearestOrders(Database database) {
        this.database = database;
    }

    /**
     * Finds them.
     *
     * @param orderNo a number that does not exist
     * @return completes with at most {@value #MOST} numbers, one typing error away first; fails when the database does
     */
    public Future<List<String>> to(String orderNo) {
        Future<io.vertx.sqlclient.RowSet<Row>> oneAway = database.reads()
                .preparedQuery(ONE_AWAY)
                .execute(Tuple.of(NearMisses.of(orderNo).toArray(new String[0]), MOST));
        Future<io.vertx.sqlclient.RowSet<Row>> neighbours =
                database.reads().preparedQuery(NEIGHBOURS).execute(Tuple.of(orderNo));
        return Future.all(oneAway, neighbours).map(both -> {
            Set<String> numbers = new LinkedHashSet<>();
            oneAway.result().forEach(row -> numbers.add(row.getString(0)));
            neighbours.result().forEach(row -> numbers.add(row.getString(0)));
            return numbers.stream().limit(MOST).toList();
        });
    }
}
