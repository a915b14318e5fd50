package org.archivevault.link.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EdgeStatus;

/** What the server knows of each edge: its last status, and its clock as its last view told it. Time is an argument. */
final class EdgeBoard {
    private record Beat(EdgeInstant asOf, long receivedMillis) {}

    private final Map<EdgeId, EdgeStatus> statuses = new ConcurrentHashMap<>();
    private final Map<EdgeId, Beat> beats = new ConcurrentHashMap<>();

    void status(EdgeStatus status) {
        statuses.put(status.edge(), status);
    }

    boolean online(EdgeId edge) {
        EdgeStatus status = statuses.get(edge);
        return status != null && status.online();
    }

    /** Whether the edge itself says that it drives the block of a view. */
    boolean drives(EdgeId edge, BlockView view) {
        EdgeStatus status = statuses.get(edge);
        return status != null && status.blocks().contains(view.block());
    }

    void view(ReceivedView received) {
        beats.put(received.edge(), new Beat(received.view().asOf(), received.receivedMillis()));
    }

    /**
     * What was heard over a connection that is gone says nothing any more: the edge may not be back yet, and a command
     * sent to it would reach nobody.
     */
    void forget() {
        statuses.clear();
        beats.clear();
    }

    /** Never ahead of the edge's clock: the time that the view took to come here is missing in it. */
    Optional<EdgeInstant> edgeNow(EdgeId edge, long nowMillis) {
        Beat beat = beats.get(edge);
        if (beat == null || nowMillis - beat.receivedMillis() > BlockView.MAX_AGE_MILLIS) {
            return Optional.empty();
        }
        return Optional.of(beat.asOf().plusMillis(nowMillis - beat.receivedMillis()));
    }

    Map<EdgeId, EdgeStatus> statuses() {
        return Map.copyOf(statuses);
    }
}
