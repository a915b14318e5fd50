package org.archivevault.simulator.reader;

import static org.archivevault.simulator.llrp.ParameterType.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.archivevault.simulator.llrp.MessageType;
import org.archivevault.simulator.llrp.Out;

/** What the reader has to tell of itself: kept while nobody is there, or while the client has not asked for it yet. */
final class Outbox {
    /** A real reader keeps some ten thousand tags in memory. */
    private static final int MOST_TAGS = 10_000;

    private static final int MOST_EVENTS = 1_000;
    private static final long LAST_ID = 0xFFFF_FFFFL;
    private static final int MICROS_PER_MILLI = 1_000;

    private final long epochMillis;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private boolean held = true;
    private int tagsWaiting;
    private int eventsWaiting;
    private boolean overflown;
    private long lastId;

    Outbox(long epochMillis) {
        this.epochMillis = epochMillis;
    }

    long nextId() {
        lastId = lastId == LAST_ID ? 1 : lastId + 1;
        return lastId;
    }

    /** Adds a report; when too many wait, it is lost, as in a real reader's memory. */
    void report(int tags, Consumer<Out> body) {
        if (tagsWaiting + tags > MOST_TAGS) {
            overflown = true;
            return;
        }
        tagsWaiting += tags;
        byte[] frame = Out.message(MessageType.RO_ACCESS_REPORT, nextId(), body);
        waiting.add(new Outgoing(MessageType.RO_ACCESS_REPORT, frame, tags));
    }

    void event(long nowMillis, Consumer<Out> body) {
        if (eventsWaiting < MOST_EVENTS) {
            eventsWaiting++;
            waiting.add(new Outgoing(MessageType.READER_EVENT_NOTIFICATION, eventFrame(nowMillis, body), 0));
        }
    }

    /** An event that does not wait its turn. */
    byte[] eventFrame(long nowMillis, Consumer<Out> body) {
        return Out.message(
                MessageType.READER_EVENT_NOTIFICATION,
                nextId(),
                message -> message.tlv(READER_EVENT_DATA, data -> {
                    data.tlv(UTC_TIMESTAMP, time -> time.u64((epochMillis + nowMillis) * MICROS_PER_MILLI));
                    body.accept(data);
                }));
    }

    /** Keeps everything from now on, or lets it go. */
    void hold(boolean on) {
        held = on;
    }

    /** Whether something was lost since it was asked last. */
    boolean overflown() {
        boolean lost = overflown;
        overflown = false;
        return lost;
    }

    /** What may go out now. */
    List<Outgoing> drain() {
        if (held) {
            return List.of();
        }
        List<Outgoing> all = new ArrayList<>(waiting);
        clear();
        return all;
    }

    void clear() {
        waiting.clear();
        tagsWaiting = 0;
        eventsWaiting = 0;
    }
}
