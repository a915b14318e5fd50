package org.archivevault.server.location;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.archivevault.server.catalogue.PackState;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.search.NearestOrders;

/** Resolves a business order to where its packs are. */
public final class LocationResolver {
    /** How long one statement may take before its callers are told that the database is away, in milliseconds. */
    private static final long PATIENCE_MILLIS = 1_800;

    private static final String PACKS_OF = "SELECT o.order_no, p.pack_no, p.epc, p.seal_no, p.security_class, p.state,"
            + " p.state_since, p.state_by, p.position_code"
            + " FROM business_order o"
            + " JOIN order_pack op ON op.order_id = o.id"
            + " JOIN pack p ON p.id = op.pack_id";
    private static final String PACKS_OF_MANY = PACKS_OF + " WHERE o.order_no = ANY ($1::text[])";
    /** For the connections of transactions, where a list of keys would be planned anew each time. */
    private static final String PACKS_OF_ONE = PACKS_OF + " WHERE o.order_no = $1::text";

    private static final Comparator<PackLocation> BY_NUMBER =
            Comparator.comparing(pack -> pack.packNo().value());

    private final NearestOrders nearest;
    private final PositionCodes positionCodes = new PositionCodes();
    private final Coalescer<OrderLocation> coalescer;

    /**
     * @param database where the catalogue is
     * @param nearest for the numbers that are told when there is no such order
     */
    public LocationResolver(Database database, NearestOrders nearest) {
        this.nearest = nearest;
        this.coalescer = new Coalescer<>(
                Database.LOOK_UPS_UNDER_WAY,
                keys -> fetch(database.lookUps(), keys).timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /**
     * Resolves outside a transaction. Look-ups that arrive together are answered by one statement; none is answered from
     * memory.
     *
     * @param orderNo the order
     * @return completes with where its packs are; fails with {@code order-not-found} and {@code nearest}, or when the
     *     database does
     */
    public Future<OrderLocation> resolve(BusinessOrderNo orderNo) {
        return coalescer
                .find(orderNo.value())
                .compose(
                        found -> found.map(Future::succeededFuture).orElseGet(() -> notFound(orderNo)),
                        failure -> Future.failedFuture(
                                failure instanceof TimeoutException
                                        ? Problem.of(ErrorCode.DATABASE_UNAVAILABLE)
                                        : failure));
    }

    /**
     * Resolves with the caller's client: inside a transaction the answer holds as of that moment (I14).
     *
     * @param client a connection in a transaction
     * @param orderNo the order
     * @return as {@link #resolve(BusinessOrderNo)}
     */
    public Future<OrderLocation> resolve(SqlClient client, BusinessOrderNo orderNo) {
        return client.preparedQuery(PACKS_OF_ONE)
                .execute(Tuple.of(orderNo.value()))
                .map(this::byOrder)
                .compose(found -> Optional.ofNullable(found.get(orderNo.value()))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> notFound(orderNo)));
    }

    private Future<OrderLocation> notFound(BusinessOrderNo orderNo) {
        return nearest.to(orderNo.value())
                .compose(numbers -> Future.failedFuture(
                        Problem.of(ErrorCode.ORDER_NOT_FOUND, orderNo).with("nearest", numbers)));
    }

    private Future<Map<String, OrderLocation>> fetch(SqlClient client, List<String> orderNos) {
        return client.preparedQuery(PACKS_OF_MANY)
                .execute(Tuple.of(orderNos.toArray(new String[0])))
                .map(this::byOrder);
    }

    private Map<String, OrderLocation> byOrder(RowSet<Row> rows) {
        Map<String, List<PackLocation>> packs = new HashMap<>(rows.size() * 2);
        for (Row row : rows) {
            packs.computeIfAbsent(row.getString(0), orderNo -> new ArrayList<>(1))
                    .add(pack(row));
        }
        Map<String, OrderLocation> orders = new HashMap<>(packs.size() * 2);
        packs.forEach((orderNo, list) -> {
            list.sort(BY_NUMBER);
            orders.put(orderNo, new OrderLocation(new BusinessOrderNo(orderNo), list));
        });
        return orders;
    }

    private PackLocation pack(Row row) {
        String epc = row.getString(2);
        String seal = row.getString(3);
        String code = row.getString(8);
        return new PackLocation(
                new PackNo(row.getString(1)),
                epc == null ? null : new Epc(epc),
                seal == null ? null : new SealNo(seal),
                row.getShort(4),
                PackState.of(row.getString(5)),
                row.getOffsetDateTime(6),
                row.getString(7),
                code == null ? null : positionCodes.parse(code));
    }
}
