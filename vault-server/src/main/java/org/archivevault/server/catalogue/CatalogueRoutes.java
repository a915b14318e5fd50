package org.archivevault.server.catalogue;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;

/** The operations {@code getOrder}, {@code getPack} and {@code getPackPlaceAt}. */
public final class CatalogueRoutes implements RouteGroup {
    private static final Set<Role> READERS = EnumSet.of(Role.ARCHIVIST, Role.APPROVER);

    private final Database database;
    private final Catalogue catalogue;
    private final Placements placements;
    private final Function<String, Future<List<String>>> nearestOrders;

    /**
     * @param database where the catalogue is
     * @param placements reads the history
     * @param nearestOrders the numbers that are told when there is no such order
     */
    public CatalogueRoutes(
            Database database, Placements placements, Function<String, Future<List<String>>> nearestOrders) {
        this.database = database;
        this.catalogue = new Catalogue();
        this.placements = placements;
        this.nearestOrders = nearestOrders;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("getOrder", READERS, this::order);
        routes.on("getPack", READERS, this::pack);
        routes.on("getPackPlaceAt", READERS, this::placeAt);
    }

    private Future<Answer> order(RoutingContext context) {
        BusinessOrderNo orderNo = checked(context.pathParam("orderNo"), BusinessOrderNo::new);
        return catalogue
                .order(database.reads(), orderNo)
                .compose(found -> found.map(order -> Future.succeededFuture(Answer.ok(order)))
                        .orElseGet(() -> nearestOrders
                                .apply(orderNo.value())
                                .compose(numbers -> Future.failedFuture(Problem.of(ErrorCode.ORDER_NOT_FOUND, orderNo)
                                        .with("nearest", numbers)))));
    }

    private Future<Answer> pack(RoutingContext context) {
        PackNo packNo = checked(context.pathParam("packNo"), PackNo::new);
        return catalogue
                .pack(database.reads(), packNo)
                .map(found -> found.map(Answer::ok).orElseThrow(() -> Problem.of(ErrorCode.PACK_NOT_FOUND, packNo)));
    }

    private Future<Answer> placeAt(RoutingContext context) {
        PackNo packNo = checked(context.pathParam("packNo"), PackNo::new);
        String text = context.request().getParam("at", "");
        OffsetDateTime at;
        try {
            at = OffsetDateTime.parse(text);
        } catch (DateTimeParseException e) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, "at: 2026-11-21T08:00:00+08:00"));
        }
        return placements.asOf(database.reads(), packNo, at.toInstant()).map(slot -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("packNo", packNo.value());
            body.put("at", at);
            slot.map(ShelfAddress::positionCode).ifPresent(code -> body.put("positionCode", code));
            return Answer.ok(body);
        });
    }

    private static <T> T checked(String text, Function<String, T> type) {
        try {
            return type.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
