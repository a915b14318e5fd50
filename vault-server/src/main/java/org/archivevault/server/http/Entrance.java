package org.archivevault.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.archivevault.server.http.Registered.Gate;
import org.jspecify.annotations.Nullable;

/** Lets a request pass to its handler, or refuses it: not signed in, not allowed. Refusals by role are logged first. */
final class Entrance {
    private static final String SCHEME = "Bearer ";

    /** Longest token worth looking at, in characters; ours have 43. */
    private static final int LONGEST_TOKEN = 128;

    private final Door door;
    private final RefusalLog refusals;

    Entrance(Door door, RefusalLog refusals) {
        this.door = door;
        this.refusals = refusals;
    }

    /**
     * Passes the caller on, or answers the exchange.
     *
     * @param next gets the caller; null for an operation open to callers who have not signed in
     */
    void pass(Registered operation, HttpServerRequest request, Exchange exchange, Consumer<@Nullable Caller> next) {
        if (operation.gate() == Gate.ANONYMOUS) {
            next.accept(null);
            return;
        }
        String token = tokenOf(request);
        if (token == null) {
            exchange.fail(Problem.of(ErrorCode.NOT_SIGNED_IN));
            return;
        }
        Caller known = door.known(token);
        if (known != null) {
            judge(operation, request, exchange, known, next);
            return;
        }
        door.find(token)
                .onSuccess(found -> {
                    if (found.isEmpty()) {
                        exchange.fail(Problem.of(ErrorCode.NOT_SIGNED_IN));
                    } else {
                        judge(operation, request, exchange, found.get(), next);
                    }
                })
                .onFailure(exchange::fail);
    }

    private void judge(
            Registered operation,
            HttpServerRequest request,
            Exchange exchange,
            Caller caller,
            Consumer<@Nullable Caller> next) {
        Problem refusal = operation.refusal(caller);
        if (refusal == null) {
            next.accept(caller);
            return;
        }
        refusals.refused(caller, operation.operationId(), String.valueOf(request.path()), refusal.code())
                .onSuccess(logged -> exchange.fail(refusal))
                .onFailure(exchange::fail);
    }

    BooleanSupplier stillSignedIn(HttpServerRequest request) {
        String token = tokenOf(request);
        return () -> token != null && door.lasts(token);
    }

    static @Nullable String tokenOf(HttpServerRequest request) {
        String header = request.headers().get(HttpHeaders.AUTHORIZATION);
        if (header == null
                || header.length() > SCHEME.length() + LONGEST_TOKEN
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        return header.substring(SCHEME.length());
    }
}
