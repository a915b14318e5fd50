package org.archivevault.server.http;

import io.vertx.ext.web.RoutingContext;
import org.archivevault.server.identity.Principal;

/** Who is behind a request. */
public final class Principals {
    private static final String KEY = Principals.class.getName();

    private Principals() {}

    /**
     * The signed-in person behind a request that has passed the door.
     *
     * @param context the request
     * @return who asks
     * @throws IllegalStateException when the request has not passed the door (a programmer's error)
     */
    public static Principal of(RoutingContext context) {
        Principal principal = context.get(KEY);
        if (principal == null) {
            throw new IllegalStateException("no principal: the route was not registered through ApiRoutes");
        }
        return principal;
    }

    static void put(RoutingContext context, Principal principal) {
        context.put(KEY, principal);
    }
}
