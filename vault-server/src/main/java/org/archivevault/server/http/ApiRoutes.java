package org.archivevault.server.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;

/**
 * Where features register what they do, by the {@code operationId} of the contract. A request reaches a handler only
 * when the caller is signed in and has one of the allowed roles; a refusal is logged and answered here. The server does
 * not start when an operation of the contract has no handler, or a handler no operation.
 */
public interface ApiRoutes {
    /**
     * An ordinary operation: the request has been checked against the contract, its body read (at most 1 MiB).
     *
     * @param operationId the operation in the contract
     * @param allowed the roles that may call it; {@link Role#ANY} for everybody signed in
     * @param handler what it does
     */
    void on(String operationId, Set<Role> allowed, Handler handler);

    /**
     * A hot read with exactly one path parameter and no query or body. It bypasses the contract's checks, so the handler
     * checks the parameter by its own type; a contract test holds both together.
     *
     * @param operationId the operation in the contract
     * @param allowed the roles that may call it
     * @param handler what it does
     */
    void fast(String operationId, Set<Role> allowed, FastHandler handler);

    /**
     * An operation that owns its response (server-sent events: {@link EventStream}) or its request body (an upload of
     * any size). Path and query have been checked against the contract; the body has not been read.
     *
     * @param operationId the operation in the contract
     * @param allowed the roles that may call it
     * @param handler what it does
     */
    void stream(String operationId, Set<Role> allowed, StreamHandler handler);

    /**
     * An operation open to everybody signed in, even before a one-time password was changed: stopping, and what
     * concerns one's own session. No role, queue or database stands in its way.
     *
     * @param operationId the operation in the contract
     * @param handler what it does
     */
    void always(String operationId, Handler handler);

    /**
     * An operation for callers who have not signed in: signing in, and nothing else.
     *
     * @param operationId the operation in the contract
     * @param handler what it does
     */
    void anonymous(String operationId, Handler handler);

    /** Answers one request. */
    @FunctionalInterface
    interface Handler {
        /**
         * Answers. The caller is {@code Principals.of(context)}.
         *
         * @param context path parameters ({@code pathParam}), query ({@code queryParam}), body ({@code body()})
         * @return the answer; fails with a {@link Problem} for an expected refusal, with anything else for a failure
         *     (a database that is away becomes {@code database-unavailable}, all else {@code internal-error})
         */
        Future<Answer> handle(RoutingContext context);
    }

    /** Answers one hot request. */
    @FunctionalInterface
    interface FastHandler {
        /**
         * Answers.
         *
         * @param caller who asks
         * @param parameter the path parameter, decoded, otherwise unchecked
         * @return as {@link Handler#handle}
         */
        Future<Answer> handle(Principal caller, String parameter);
    }

    /** Takes a request over, or refuses it. */
    @FunctionalInterface
    interface StreamHandler {
        /**
         * Takes the request over.
         *
         * @param context the request; its body is paused, not read
         * @return completes empty ({@link Answer#handled()}) when the handler has begun or ended the response itself,
         *     with another answer to have that sent; fails as {@link Handler#handle}
         */
        Future<Answer> handle(RoutingContext context);
    }
}
