package org.archivevault.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.ValidatedRequest;
import io.vertx.openapi.validation.impl.RequestValidatorImpl;
import io.vertx.openapi.validation.impl.ValidatedRequestImpl;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The contract's own checks, done at once where they are short. The validator hands every request to a worker thread and
 * back, one after the other for the whole server, behind whatever else blocks there (a password's hash takes a tenth of a
 * second); a form of three fields is checked in a fraction of that detour.
 */
final class PromptValidator extends RequestValidatorImpl {
    /** Longest body that is checked on the event loop, in bytes: below a millisecond. Longer ones take the worker. */
    private static final int SHORT_BYTES = 4_096;

    PromptValidator(Vertx vertx, OpenAPIContract contract) {
        super(vertx, contract);
    }

    @Override
    public Future<ValidatedRequest> validate(ValidatableRequest request, String operationId) {
        if (isLong(request.getBody())) {
            return super.validate(request, operationId);
        }
        return getOperation(operationId).compose(operation -> {
            try {
                return Future.succeededFuture(check(request, operation));
            } catch (RuntimeException misfit) {
                return Future.failedFuture(misfit);
            }
        });
    }

    private static boolean isLong(RequestParameter body) {
        return body != null
                && !body.isNull()
                && (!body.isBuffer() || Objects.requireNonNull(body.getBuffer()).length() > SHORT_BYTES);
    }

    /** As the worker does it. */
    private ValidatedRequest check(ValidatableRequest request, Operation operation) {
        Map<Location, Map<String, RequestParameter>> checked = new EnumMap<>(Location.class);
        for (Location place : Location.values()) {
            checked.put(place, new HashMap<>());
        }
        for (Parameter parameter : operation.getParameters()) {
            Map<String, RequestParameter> given = switch (parameter.getIn()) {
                case COOKIE -> request.getCookies();
                case HEADER -> request.getHeaders();
                case PATH -> request.getPathParameters();
                case QUERY -> request.getQuery();
            };
            String name = parameter.getName();
            Objects.requireNonNull(checked.get(parameter.getIn()))
                    .put(name, validateParameter(parameter, given.get(name)));
        }
        return new ValidatedRequestImpl(
                checked.get(Location.COOKIE),
                checked.get(Location.HEADER),
                checked.get(Location.PATH),
                checked.get(Location.QUERY),
                validateBody(operation.getRequestBody(), request));
    }
}
