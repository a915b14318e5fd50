package org.archivevault.server.location;

import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Set;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;

/** The operation {@code locateOrder}. */
public final class LocationRoutes implements RouteGroup {
    private static final Set<Role> FINDERS = EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.SECURITY);

    private final LocationResolver resolver;
    private final LocationJson json;

    /**
     * @param resolver finds the packs
     * @param plan the site, for the aisle of a slot
     * @param obstacles what blocks a block now
     * @param permission whether a caller may open
     */
    public LocationRoutes(
            LocationResolver resolver, SitePlan plan, BlockObstacles obstacles, OpeningPermission permission) {
        this.resolver = resolver;
        this.json = new LocationJson(plan, obstacles, permission);
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.fast("locateOrder", FINDERS, this::locate);
    }

    private Future<Answer> locate(Principal caller, String orderNo) {
        BusinessOrderNo order;
        try {
            order = new BusinessOrderNo(orderNo);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
        return resolver.resolve(order).map(location -> Answer.okJson(json.write(location, caller)));
    }
}
