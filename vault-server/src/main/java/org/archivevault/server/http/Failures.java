package org.archivevault.server.http;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.ValidatorException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.archivevault.server.database.DatabaseUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a handler failed with into a {@link Problem}, and a Problem into JSON. Nothing inner leaks out. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final SecureRandom INCIDENTS = new SecureRandom();
    private static final int INCIDENT_BYTES = 4;
    private static final int LONGEST_REASON = 300;

    private Failures() {}

    static Problem toProblem(Throwable failure, String operation) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (DatabaseUnavailable.isMeantBy(failure)) {
            return Problem.of(ErrorCode.DATABASE_UNAVAILABLE);
        }
        if (failure instanceof ValidatorException misfit) {
            return Problem.of(ErrorCode.BAD_REQUEST, printable(String.valueOf(misfit.getMessage())));
        }
        if (failure instanceof DecodeException misfit) {
            return Problem.of(ErrorCode.BAD_REQUEST, printable(String.valueOf(misfit.getMessage())));
        }
        if (failure instanceof HttpException refused && refused.getStatusCode() < 500) {
            return refused.getStatusCode() == 413
                    ? Problem.of(ErrorCode.BODY_TOO_LARGE, ApiRouter.LONGEST_BODY_BYTES)
                    : Problem.of(ErrorCode.BAD_REQUEST, "HTTP " + refused.getStatusCode());
        }
        byte[] incident = new byte[INCIDENT_BYTES];
        INCIDENTS.nextBytes(incident);
        String number = HexFormat.of().formatHex(incident);
        LOG.error("Incident {} in {}", number, operation, failure);
        return Problem.of(ErrorCode.INTERNAL_ERROR, number);
    }

    static JsonObject toJson(Problem problem) {
        JsonObject json = new JsonObject()
                .put("type", "urn:archive-vault:problem:" + problem.code().code())
                .put("status", ErrorStatus.of(problem.code()))
                .put("code", problem.code().code())
                .put("zh", problem.sentence().zh())
                .put("en", problem.sentence().en());
        for (Map.Entry<String, Object> extra : problem.extras().entrySet()) {
            json.put(extra.getKey(), extra.getValue());
        }
        return json;
    }

    /** Text from outside, cut short and without control or bidirectional characters (log and terminal injection). */
    static String printable(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST_REASON));
        text.codePoints()
                .limit(LONGEST_REASON)
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
