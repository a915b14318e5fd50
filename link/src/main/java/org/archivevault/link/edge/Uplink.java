package org.archivevault.link.edge;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.archivevault.link.Qos;
import org.archivevault.link.Wire;
import org.archivevault.link.outbox.Outbox;
import org.archivevault.link.outbox.Outbox.Chunk;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the outbox to the server, the access lane first. Used on one context. */
final class Uplink {
    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

    private final Wire wire;
    private final Outbox outbox;
    private final EdgeId edge;
    private final LongSupplier monotonicMillis;
    private final Map<Lane, LaneProgress> progress = new EnumMap<>(Lane.class);
    private final Set<Lane> reading = EnumSet.noneOf(Lane.class);
    private long batchesSent;
    private long malformed;

    Uplink(Wire wire, Outbox outbox, EdgeId edge, LongSupplier monotonicMillis) {
        this.wire = wire;
        this.outbox = outbox;
        this.edge = edge;
        this.monotonicMillis = monotonicMillis;
        for (Lane lane : Lane.values()) {
            progress.put(lane, LaneProgress.START);
        }
    }

    private LaneProgress of(Lane lane) {
        return Objects.requireNonNull(progress.get(lane));
    }

    long batchesSent() {
        return batchesSent;
    }

    long malformed() {
        return malformed;
    }

    /** A new connection: whatever was on its way may be lost. */
    void connected() {
        for (Lane lane : Lane.values()) {
            progress.put(lane, of(lane).again());
        }
        sendAll();
    }

    /** Sends again what has had no answer. */
    void look() {
        long now = monotonicMillis.getAsLong();
        for (Lane lane : Lane.values()) {
            if (of(lane).overdue(now)) {
                LOG.info("No answer to {} events up to {}; sending again", lane.wireName(), of(lane).inFlightUpTo());
                progress.put(lane, of(lane).again());
            }
        }
        sendAll();
    }

    /** Whether the server owes us an answer for too long. */
    boolean serverIsSilent() {
        long now = monotonicMillis.getAsLong();
        return progress.values().stream().anyMatch(p -> p.silent(now));
    }

    /** In the order of the lanes: access goes first. */
    void sendAll() {
        for (Lane lane : Lane.values()) {
            send(lane);
        }
    }

    private void send(Lane lane) {
        if (!wire.connected() || of(lane).inFlight() || !reading.add(lane)) {
            return;
        }
        outbox.read(lane, of(lane).committed()).onComplete(read -> {
            reading.remove(lane);
            if (read.failed()) {
                LOG.error(
                        "The {} lane cannot be read: {}",
                        lane.wireName(),
                        read.cause().toString());
            } else if (!read.result().events().isEmpty()) {
                send(lane, read.result());
            }
        });
    }

    private void send(Lane lane, Chunk chunk) {
        EventBatch batch = new EventBatch(edge, chunk.outbox(), lane, chunk.oldestSeq(), chunk.events());
        long upTo = chunk.events().get(chunk.events().size() - 1).seq();
        progress.put(lane, of(lane).sent(upTo, monotonicMillis.getAsLong()));
        batchesSent++;
        // Whether the broker takes it is no matter: without the server's answer it is sent again.
        wire.publish(Topics.events(edge, lane), Json.bytes(batch), Qos.AT_LEAST_ONCE, false)
                .onFailure(e -> LOG.debug("Events up to {} did not leave: {}", upTo, e.toString()));
    }

    void onCommitted(byte[] payload) {
        Committed word;
        try {
            word = Json.read(payload, Committed.class);
        } catch (MalformedMessage e) {
            malformed++;
            LOG.warn("An acknowledgement that is none: {}", e.getMessage());
            return;
        }
        if (!word.outbox().equals(outbox.id())) {
            LOG.info("An acknowledgement for another outbox: {}", word);
            return;
        }
        Outbox.LaneState state = Objects.requireNonNull(outbox.lanes().get(word.lane()));
        if (word.upTo() < 0) {
            malformed++;
        } else if (word.upTo() > state.lastSeq()) {
            startAnew(word, state);
        } else {
            progress.put(word.lane(), of(word.lane()).answered(word.upTo()));
            outbox.forget(word.lane(), word.upTo());
            send(word.lane());
        }
    }

    /** The server knows more of this outbox than it holds: an old copy of the file is in its place. */
    private void startAnew(Committed word, Outbox.LaneState state) {
        LOG.error(
                "事件日志文件是旧的副本：服务器已有 {} 条，本机只有 {} 条。将以新编号重新发送。 / The event log is an old copy:"
                        + " the server has {} events of lane {}, here are {}. All is sent again under a new id.",
                word.upTo(),
                state.lastSeq(),
                word.upTo(),
                word.lane().wireName(),
                state.lastSeq());
        outbox.renewId()
                .onSuccess(id -> {
                    for (Lane lane : Lane.values()) {
                        progress.put(lane, LaneProgress.START);
                    }
                    sendAll();
                })
                .onFailure(e -> LOG.error("No new id: {}", e.toString()));
    }
}
