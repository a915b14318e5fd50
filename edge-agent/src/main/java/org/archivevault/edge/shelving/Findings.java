package org.archivevault.edge.shelving;

import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.GuardState;
import org.archivevault.protocol.event.Obstacle;

/** What the rules found so far. When nothing is fresh, one line says so; a line for every input would hide it. */
final class Findings {
    private final List<Obstacle> found = new ArrayList<>();
    private boolean nothingIsKnown;

    void add(RefusalCode code, String detail) {
        found.add(new Obstacle(code, detail));
        nothingIsKnown |= code == RefusalCode.UNKNOWN_STATE || code == RefusalCode.STALE_STATE;
    }

    /** Adds what is tripped, and what is unknown unless the unknown has been named already. */
    void addUnlessClear(GuardState reads, RefusalCode code, String detail) {
        if (reads == GuardState.TRIPPED || (reads == GuardState.UNKNOWN && !nothingIsKnown)) {
            add(code, detail);
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Obstacle> all() {
        return List.copyOf(found);
    }
}
