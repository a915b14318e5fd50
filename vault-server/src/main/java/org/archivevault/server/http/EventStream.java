package org.archivevault.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.archivevault.protocol.Json;

/**
 * Server-sent events to one listener. Sends a comment every second, so that a listener knows within 2 s that the
 * server has gone; ends when the session that opened it ends; drops an event when the listener does not keep up (each event carries the whole state, so the next
 * one heals it). Not for records that must arrive.
 */
public final class EventStream {
    /** Between two signs of life, in milliseconds. */
    public static final long HEARTBEAT_MILLIS = 1_000;

    /** How soon a listener is to come back after the stream broke, in milliseconds: it knows the state within 2 s. */
    private static final long RETRY_MILLIS = 1_000;

    private final HttpServerResponse response;
    private volatile boolean ended;

    private EventStream(HttpServerResponse response) {
        this.response = response;
    }

    /**
     * Begins the response.
     *
     * @param context a request registered with {@link ApiRoutes#stream}
     * @param onEnd runs once, when either side has ended the stream
     * @return the open stream
     */
    public static EventStream open(RoutingContext context, Runnable onEnd) {
        HttpServerResponse response = context.response();
        Exchange.secure(response.headers());
        response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
        EventStream stream = new EventStream(response);
        Vertx vertx = context.vertx();
        BooleanSupplier stillSignedIn = ApiRouter.StillSignedIn.of(context);
        long timer = vertx.setPeriodic(HEARTBEAT_MILLIS, tick -> {
            if (stillSignedIn.getAsBoolean()) {
                stream.heartbeat();
            } else {
                stream.end();
            }
        });
        response.endHandler(end -> stream.ended = true);
        response.closeHandler(closed -> {
            stream.ended = true;
            vertx.cancelTimer(timer);
            onEnd.run();
        });
        response.write("retry: " + RETRY_MILLIS + "\n\n");
        return stream;
    }

    /**
     * Sends one event.
     *
     * @param event its name
     * @param body its JSON data
     * @return false when it was dropped because the listener is behind or gone
     */
    public boolean send(String event, Object body) {
        return write("event: " + event, body);
    }

    /**
     * Sends one event with an id, which the listener gives back as {@code Last-Event-ID} when it comes again.
     *
     * @param event its name
     * @param id one line of text
     * @param body its JSON data
     * @return false when it was dropped because the listener is behind or gone
     */
    public boolean send(String event, String id, Object body) {
        return write("event: " + event + "\nid: " + id, body);
    }

    private boolean write(String head, Object body) {
        if (ended || response.writeQueueFull()) {
            return false;
        }
        response.write(head + "\ndata: " + new String(Json.bytes(body), StandardCharsets.UTF_8) + "\n\n");
        return true;
    }

    /** Ends the stream from this side. */
    public void end() {
        if (!ended) {
            ended = true;
            response.end();
        }
    }

    private void heartbeat() {
        if (!ended && !response.writeQueueFull()) {
            response.write(":\n\n");
        }
    }
}
