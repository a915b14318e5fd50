package org.archivevault.link.outbox;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.link.SequencedEvent;

/**
 * What happened at an edge, in two lanes, until the server has it. All methods may be called from any thread; futures
 * complete on the caller's Vert.x context.
 */
public interface Outbox {
    /**
     * Names this outbox; made when its file was created.
     *
     * @return the id
     */
    UUID id();

    /**
     * Appends an event to its lane.
     *
     * @param event what happened
     * @return succeeds with its sequence number when it is on the disk (fsync); fails with an {@link OutboxFailure} when it
     *     is not, and then the caller must refuse whatever the event was to be the record of
     */
    default Future<Long> append(EdgeEvent event) {
        return append(List.of(event));
    }

    /**
     * Appends events together, in order, each to its lane: the disk is waited for once, and it keeps all of them or none.
     *
     * @param events what happened, at least one
     * @return succeeds with the last one's sequence number when all are on the disk (fsync); fails with an {@link
     *     OutboxFailure} when none is
     */
    Future<Long> append(List<EdgeEvent> events);

    /**
     * Reads what is to be sent next.
     *
     * @param lane the lane
     * @param after the sequence number before the first one wanted; 0 for the oldest
     * @return succeeds with the next events in order, as many as fit one batch, perhaps none; fails with an {@link
     *     OutboxFailure} when the disk cannot be read
     */
    Future<Chunk> read(Lane lane, long after);

    /**
     * Forgets what the server has committed. The deletion itself may come a little later; after a crash before it, the
     * events are sent again.
     *
     * @param lane the lane
     * @param upTo highest committed sequence number
     */
    void forget(Lane lane, long upTo);

    /**
     * Takes a new id, because the server knows more events of this one than it ever held: somebody has put an old copy of
     * the file in its place, and its numbers must not be taken for those of the lost one.
     *
     * @return succeeds with the new id when it is on the disk; fails with an {@link OutboxFailure}
     */
    Future<UUID> renewId();

    /**
     * Calls back after new events are on the disk.
     *
     * @param listener called on a thread of the outbox; must not wait
     */
    void onAppended(Runnable listener);

    /**
     * How full the lanes are, for health and metrics.
     *
     * @return each lane's state after the last commit
     */
    Map<Lane, LaneState> lanes();

    /**
     * Writes what is waiting and closes the file.
     *
     * @return succeeds when it is closed; never fails
     */
    Future<Void> close();

    /**
     * Part of a lane.
     *
     * @param outbox the outbox's id at the moment of reading
     * @param oldestSeq the oldest sequence number that the lane still holds; one above the last when it is empty
     * @param events in order, without gaps; may be empty
     */
    record Chunk(UUID outbox, long oldestSeq, List<SequencedEvent> events) {
        public Chunk {
            events = List.copyOf(events);
        }
    }

    /**
     * One lane in numbers.
     *
     * @param lastSeq the last sequence number given, 0 when there was none
     * @param events how many are waiting
     * @param bytes how large they are, in bytes
     */
    record LaneState(long lastSeq, long events, long bytes) {}
}
