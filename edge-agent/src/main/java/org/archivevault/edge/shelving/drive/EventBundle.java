package org.archivevault.edge.shelving.drive;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.archivevault.protocol.event.EdgeEvent;

/**
 * The events of one block on their way to the disk, in order, those of one decision together. Each on its own would wait
 * behind the one before, and the last of them may be the intent of a motion, for which a person stands waiting. Used on
 * one event loop.
 */
final class EventBundle {
    private final Function<List<EdgeEvent>, Future<?>> recorder;
    private List<EdgeEvent> events = new ArrayList<>();
    private Promise<Void> recorded = Promise.promise();
    private boolean due;

    /** @param recorder succeeds when all are on disk; fails when none can be */
    EventBundle(Function<List<EdgeEvent>, Future<?>> recorder) {
        this.recorder = recorder;
    }

    /**
     * Adds an event that goes with the next {@link #send}.
     *
     * @return succeeds when it is on disk; fails when it cannot be
     */
    Future<Void> add(EdgeEvent event) {
        due = true;
        return addPatient(event);
    }

    /**
     * Adds an event that another one will follow soon, and that may wait for it, or for {@link #sendAll}.
     *
     * @return succeeds when it is on disk; fails when it cannot be
     */
    Future<Void> addPatient(EdgeEvent event) {
        events.add(event);
        return recorded.future();
    }

    /** Hands on what was added, when anything of it is due. */
    void send() {
        if (due) {
            sendAll();
        }
    }

    /** Hands on what was added. */
    void sendAll() {
        due = false;
        if (events.isEmpty()) {
            return;
        }
        List<EdgeEvent> sent = events;
        Promise<Void> outcome = recorded;
        // Before anything is told: who hears of it may add more.
        events = new ArrayList<>();
        recorded = Promise.promise();
        recorder.apply(sent).<Void>mapEmpty().onComplete(outcome);
    }
}
