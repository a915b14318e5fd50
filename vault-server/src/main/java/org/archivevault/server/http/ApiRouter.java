package org.archivevault.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestUtils;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The way of a request through the contract: door, role, body, check, handler. Operations registered as fast take
 * {@link FastRoutes} instead, and come here only in unusual spellings.
 */
final class ApiRouter {
    /** Longest body of an ordinary operation, in bytes: every one of them is a small form. */
    static final long LONGEST_BODY_BYTES = 1024 * 1024;

    private static final String EXCHANGE = Exchange.class.getName();

    private final Vertx vertx;
    private final Contract contract;
    private final RouteTable table;
    private final Entrance entrance;
    private final MeterRegistry metrics;
    private final Deadlines deadlines;
    private final RequestValidator validator;
    private final RequestExtractor extractor = RequestExtractor.withBodyHandler();

    ApiRouter(
            Vertx vertx,
            Contract contract,
            RouteTable table,
            Entrance entrance,
            MeterRegistry metrics,
            Deadlines deadlines) {
        this.vertx = vertx;
        this.contract = contract;
        this.table = table;
        this.entrance = entrance;
        this.metrics = metrics;
        this.deadlines = deadlines;
        this.validator = new PromptValidator(vertx, contract.checked());
    }

    Router build() {
        Router router = Router.router(vertx);
        for (Operation operation : contract.checked().operations()) {
            mount(router, operation, table.get(operation.getOperationId()));
        }
        router.get(Contract.BASE_PATH + "/openapi.json").handler(context -> {
            Exchange.secure(context.response().headers());
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(contract.served());
        });
        OperationTimer other = new OperationTimer(metrics, "none");
        router.errorHandler(
                404,
                context -> unrouted(context, other)
                        .fail(Problem.of(
                                ErrorCode.NO_SUCH_ROUTE,
                                Failures.printable(
                                        String.valueOf(context.request().path())))));
        router.errorHandler(
                405,
                context -> unrouted(context, other)
                        .fail(Problem.of(
                                ErrorCode.METHOD_NOT_ALLOWED,
                                Failures.printable(context.request().method().name()))));
        for (int status : new int[] {400, 413, 414, 431, 500}) {
            router.errorHandler(status, context -> unrouted(context, other).fail(failureOf(context)));
        }
        return router;
    }

    private void mount(Router router, Operation operation, Registered registered) {
        Set<String> mediaTypes = contract.mediaTypes().getOrDefault(operation.getOperationId(), Set.of());
        OperationTimer timer = new OperationTimer(metrics, operation.getOperationId());
        String path = operation.getAbsoluteOpenAPIPath().replaceAll("\\{([A-Za-z0-9_]+)}", ":$1");
        Route route = router.route(operation.getHttpMethod(), path);
        route.handler(context -> {
            Exchange exchange = new Exchange(context.request(), operation.getOperationId(), timer, System.nanoTime());
            context.put(EXCHANGE, exchange);
            deadlines.watch(exchange, !registered.readsBody());
            HttpServerRequest request = context.request();
            request.pause();
            entrance.pass(registered, request, exchange, caller -> {
                if (caller != null) {
                    Principals.put(context, caller);
                    StillSignedIn.put(context, entrance.stillSignedIn(request));
                }
                context.next();
            });
        });
        route.handler(context -> refuseOtherMediaTypes(context, mediaTypes));
        if (registered.readsBody()) {
            BodyHandler body = BodyHandler.create(false).setBodyLimit(LONGEST_BODY_BYTES);
            route.handler(context -> {
                context.request().resume();
                body.handle(context);
            });
        }
        route.handler(context -> check(context, operation, registered.readsBody(), mediaTypes.isEmpty()));
        route.handler(context -> answer(context, registered));
        route.failureHandler(context -> exchangeOf(context).fail(failureOf(context)));
    }

    private void refuseOtherMediaTypes(RoutingContext context, Set<String> taken) {
        String given = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (!taken.isEmpty() && given != null) {
            String plain = given.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
            if (!taken.contains(plain)) {
                exchangeOf(context).fail(Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, Failures.printable(plain)));
                return;
            }
        }
        context.next();
    }

    private void check(RoutingContext context, Operation operation, boolean withBody, boolean bodiless) {
        if (bodiless) {
            context.request().resume();
        }
        Future<ValidatableRequest> request = withBody
                ? extractor.extractValidatableRequest(context, operation)
                : withoutBody(context.request(), operation);
        request.compose(whole -> validator.validate(whole, operation.getOperationId()))
                .onSuccess(checked -> {
                    context.put(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST, checked);
                    context.next();
                })
                .onFailure(misfit -> exchangeOf(context).fail(misfit));
    }

    private static Future<ValidatableRequest> withoutBody(HttpServerRequest request, Operation operation) {
        return RequestUtils.extract(request, operation, () -> Future.succeededFuture(Buffer.buffer()));
    }

    private static void answer(RoutingContext context, Registered registered) {
        Exchange exchange = exchangeOf(context);
        if (exchange.isAnswered()) {
            return;
        }
        Future<Answer> answer;
        try {
            answer = registered.handler().handle(context);
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.onSuccess(exchange::answer).onFailure(exchange::fail);
    }

    private static Exchange exchangeOf(RoutingContext context) {
        Exchange exchange = context.get(EXCHANGE);
        if (exchange == null) {
            throw new IllegalStateException("the first handler of every operation puts the exchange");
        }
        return exchange;
    }

    private static Exchange unrouted(RoutingContext context, OperationTimer timer) {
        Exchange begun = context.get(EXCHANGE);
        return begun != null ? begun : new Exchange(context.request(), "none", timer, System.nanoTime());
    }

    private static Throwable failureOf(RoutingContext context) {
        Throwable failure = context.failure();
        return failure != null
                ? failure
                : new io.vertx.ext.web.handler.HttpException(Math.max(context.statusCode(), 400));
    }

    /** Whether the session that opened a stream still lasts; asked at every sign of life. */
    static final class StillSignedIn {
        private static final String KEY = StillSignedIn.class.getName();

        private StillSignedIn() {}

        static void put(RoutingContext context, BooleanSupplier stillSignedIn) {
            context.put(KEY, stillSignedIn);
        }

        static BooleanSupplier of(RoutingContext context) {
            BooleanSupplier found = context.get(KEY);
            return found == null ? () -> true : found;
        }
    }
}
