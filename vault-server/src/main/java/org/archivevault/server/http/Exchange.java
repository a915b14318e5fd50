package org.archivevault.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import org.archivevault.protocol.Json;
import org.jspecify.annotations.Nullable;

/** One request until its answer. Answers at most once: the first of handler, failure and deadline wins. */
final class Exchange {
    private static final CharSequence PLAIN_JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence POLICY = HttpHeaders.createOptimized("content-security-policy");
    private static final CharSequence NOTHING =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence REFERRER = HttpHeaders.createOptimized("referrer-policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");

    private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("www-authenticate");

    /** What a caller should wait before asking again when a part is away, in seconds. */
    private static final String RETRY_AFTER_SECONDS = "2";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String operation;
    private final OperationTimer timer;
    private final long startNanos;
    private boolean answered;

    Exchange(HttpServerRequest request, String operation, OperationTimer timer, long startNanos) {
        this.request = request;
        this.response = request.response();
        this.operation = operation;
        this.timer = timer;
        this.startNanos = startNanos;
    }

    static void secure(MultiMap headers) {
        headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .set(CONTENT_TYPE_OPTIONS, NOSNIFF)
                .set(POLICY, NOTHING)
                .set(REFERRER, NO_REFERRER);
    }

    boolean isAnswered() {
        return answered;
    }

    long startNanos() {
        return startNanos;
    }

    void answer(Answer answer) {
        if (answered) {
            return;
        }
        answered = true;
        if (answer.status() == 0 || response.ended() || response.closed()) {
            timer.answered(response.getStatusCode(), System.nanoTime() - startNanos);
            return;
        }
        MultiMap headers = response.headers();
        secure(headers);
        if (!answer.headers().isEmpty()) {
            for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                headers.set(header.getKey(), header.getValue());
            }
        }
        send(answer.status(), answer.body(), PLAIN_JSON);
    }

    void fail(Throwable failure) {
        if (answered) {
            return;
        }
        answered = true;
        Problem problem = Failures.toProblem(failure, operation);
        int status = ErrorStatus.of(problem.code());
        if (response.headWritten()) {
            // A stream that has begun can only be cut off; the listener sees the end and asks again.
            timer.answered(status, System.nanoTime() - startNanos);
            response.reset();
            return;
        }
        if (response.closed()) {
            return;
        }
        MultiMap headers = response.headers();
        secure(headers);
        if (status == 401) {
            headers.set(CHALLENGE, "Bearer");
        } else if (status == 503) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        } else if (status == 429 && problem.extras().get("retryAfterSeconds") instanceof Number seconds) {
            headers.set(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        send(status, Buffer.buffer(Json.bytes(Failures.toJson(problem).getMap())), PROBLEM_JSON);
    }

    private void send(int status, @Nullable Buffer body, CharSequence contentType) {
        response.setStatusCode(status);
        if (body == null) {
            response.end();
        } else {
            if (!response.headers().contains(HttpHeaders.CONTENT_TYPE)) {
                response.headers().set(HttpHeaders.CONTENT_TYPE, contentType);
            }
            response.end(body);
        }
        if (!request.isEnded()) {
            // A body that nobody wants any more is read and dropped, so that the connection can be used again.
            request.resume();
        }
        timer.answered(status, System.nanoTime() - startNanos);
    }
}
