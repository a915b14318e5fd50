package org.archivevault.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.server.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The short way for the few hot reads: no routing table, no contract check, no body; just door, role, handler. What it
 * does not recognise goes the ordinary way.
 */
final class FastRoutes {
    private final List<FastRoute> routes = new ArrayList<>();
    private final Entrance entrance;
    private final Deadlines deadlines;

    FastRoutes(
            OpenAPIContract contract, RouteTable table, Entrance entrance, MeterRegistry metrics, Deadlines deadlines) {
        this.entrance = entrance;
        this.deadlines = deadlines;
        for (Operation operation : contract.operations()) {
            Registered registered = table.get(operation.getOperationId());
            ApiRoutes.FastHandler handler = registered.fast();
            if (handler != null) {
                routes.add(FastRoute.of(operation, registered, handler, metrics));
            }
        }
    }

    /** Takes the request when it is one of the hot ones; otherwise false, and nothing has happened. */
    boolean take(HttpServerRequest request) {
        if (!HttpMethod.GET.equals(request.method())) {
            return false;
        }
        String path = request.path();
        if (path == null) {
            return false;
        }
        for (int i = 0; i < routes.size(); i++) {
            FastRoute route = routes.get(i);
            String parameter = route.parameterOf(path);
            if (parameter != null) {
                serve(route, request, parameter);
                return true;
            }
        }
        return false;
    }

    private void serve(FastRoute route, HttpServerRequest request, String parameter) {
        Exchange exchange = new Exchange(request, route.registered.operationId(), route.timer, System.nanoTime());
        deadlines.watch(exchange, false);
        entrance.pass(route.registered, request, exchange, caller -> {
            if (caller == null) {
                throw new IllegalStateException("a fast operation always has a caller");
            }
            call(route.handler, caller.principal(), parameter).onComplete(done -> {
                if (done.succeeded()) {
                    exchange.answer(done.result());
                } else {
                    exchange.fail(done.cause());
                }
            });
        });
    }

    private static Future<Answer> call(ApiRoutes.FastHandler handler, Principal principal, String parameter) {
        try {
            return handler.handle(principal, parameter);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** One hot path: what stands before and after its one parameter. */
    private record FastRoute(
            String before, String after, Registered registered, ApiRoutes.FastHandler handler, OperationTimer timer) {
        static FastRoute of(
                Operation operation, Registered registered, ApiRoutes.FastHandler handler, MeterRegistry metrics) {
            String path = operation.getAbsoluteOpenAPIPath();
            int open = path.indexOf('{');
            int close = path.indexOf('}');
            if (!HttpMethod.GET.equals(operation.getHttpMethod()) || open < 0 || path.indexOf('{', close) >= 0) {
                throw new IllegalStateException(
                        "a fast operation is a GET with one path parameter: " + operation.getOperationId());
            }
            return new FastRoute(
                    path.substring(0, open),
                    path.substring(close + 1),
                    registered,
                    handler,
                    new OperationTimer(metrics, operation.getOperationId()));
        }

        @Nullable
        String parameterOf(String path) {
            int length = path.length() - before.length() - after.length();
            if (length <= 0 || !path.startsWith(before) || !path.endsWith(after)) {
                return null;
            }
            String raw = path.substring(before.length(), before.length() + length);
            if (raw.indexOf('/') >= 0) {
                return null;
            }
            // Percent signs are rare: the ordinary way decodes them and refuses broken ones.
            return raw.indexOf('%') < 0 ? raw : null;
        }
    }
}
