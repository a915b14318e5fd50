package org.archivevault.edge.shelving;

import java.util.OptionalLong;

/** Tells when the link to a block's controller is lost and when it answers again. */
final class CommsWatch {
    enum Change {
        NONE,
        FIRST_SEEN,
        LOST,
        RESTORED
    }

    private enum Link {
        NEVER_SEEN,
        LIVE,
        LOST
    }

    private Link link = Link.NEVER_SEEN;

    Change look(BlockState state, long now) {
        if (link != Link.LIVE && state.isFresh(now)) {
            Change change = link == Link.LOST ? Change.RESTORED : Change.FIRST_SEEN;
            link = Link.LIVE;
            return change;
        }
        OptionalLong age = state.ageMillis(now);
        if (link == Link.LIVE && age.isPresent() && age.getAsLong() > ShelvingLimits.COMMS_LOST_MILLIS) {
            link = Link.LOST;
            return Change.LOST;
        }
        return Change.NONE;
    }

    boolean isLive() {
        return link == Link.LIVE;
    }
}
