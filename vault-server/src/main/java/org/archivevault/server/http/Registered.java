package org.archivevault.server.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * One registered operation.
 *
 * @param operationId the operation in the contract
 * @param gate who may pass
 * @param allowed the roles that may call it
 * @param readsBody false when the handler takes the body itself
 * @param handler what answers
 * @param fast the short way, if it has one
 */
record Registered(
        String operationId,
        Gate gate,
        Set<Role> allowed,
        boolean readsBody,
        Handler handler,
        ApiRoutes.@Nullable FastHandler fast) {
    Registered {
        allowed = allowed.isEmpty() ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(allowed);
    }

    /** Who may pass, beside the roles. */
    enum Gate {
        /** Nobody need be signed in. */
        ANONYMOUS,
        /** Anybody signed in, even with a one-time password. */
        SIGNED_IN,
        /** Signed in with one of the roles. */
        ROLES
    }

    /** What answers, whatever its kind. */
    @FunctionalInterface
    interface Handler {
        Future<Answer> handle(RoutingContext context);
    }

    /** Why the caller may not pass; null when the caller may. */
    @Nullable
    Problem refusal(Caller caller) {
        if (gate != Gate.ROLES) {
            return null;
        }
        if (caller.passwordChangeDue()) {
            return Problem.of(ErrorCode.PASSWORD_CHANGE_DUE);
        }
        if (!caller.principal().hasAny(allowed)) {
            String zh = allowed.stream().map(role -> role.title().zh()).collect(Collectors.joining("、"));
            String en = allowed.stream().map(role -> role.title().en()).collect(Collectors.joining(", "));
            return Problem.of(
                    ErrorCode.NOT_ALLOWED,
                    new org.archivevault.protocol.Bilingual(
                            ErrorCode.NOT_ALLOWED.sentence().with(zh).zh(),
                            ErrorCode.NOT_ALLOWED.sentence().with(en).en()));
        }
        return null;
    }
}
