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
        return caller(context).principal();
    }

    /**
     * Whether the person still has a one-time password.
     *
     * @param context the request
     * @return true when it must be changed before anything else
     */
    public static boolean passwordChangeDue(RoutingContext context) {
        return caller(context).passwordChangeDue();
    }

    /**
     * The token of the session that the request came with.
     *
     * @param context the request
     * @return a secret: not for logs, not for answers
     */
    public static String token(RoutingContext context) {
        String token = Entrance.tokenOf(context.request());
        if (token == null) {
            throw new IllegalStateException("no token: the route was not registered through ApiRoutes");
        }
        return token;
    }

    private static Caller caller(RoutingContext context) {
        Caller caller = context.get(KEY);
        if (caller == null) {
            throw new IllegalStateException("no caller: the route was not registered through ApiRoutes");
        }
        return caller;
    }

    static void put(RoutingContext context, Caller caller) {
        context.put(KEY, caller);
    }
}
