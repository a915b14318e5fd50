package org.archivevault.edge.shelving.drive;

import java.util.function.LongFunction;
import org.archivevault.edge.shelving.ShelvingLimits;
import org.archivevault.protocol.event.BlockView;
import org.jspecify.annotations.Nullable;

/** Which views are worth sending: changed ones, not too often, and an unchanged one now and then as a beat. */
final class ViewPacer {
    private @Nullable BlockView last;
    private long lastAt;
    private boolean hurried;

    /** The next view is due at once if it says anything new: somebody acts on the event that is told now. */
    void hurry() {
        hurried = true;
    }

    /** The view to send now; null when none is due. The view is drawn only when it might be sent. */
    @Nullable
    BlockView due(LongFunction<BlockView> draw, long now) {
        if (last != null && !hurried && now - lastAt < ShelvingLimits.VIEW_GAP_MILLIS) {
            return null;
        }
        hurried = false;
        BlockView view = draw.apply(now);
        if (last != null && now - lastAt < ShelvingLimits.VIEW_BEAT_MILLIS && saysTheSame(last, view)) {
            return null;
        }
        last = view;
        lastAt = now;
        return view;
    }

    /** Equal but for the time. */
    private static boolean saysTheSame(BlockView a, BlockView b) {
        return a.equals(new BlockView(
                b.block(),
                a.asOf(),
                a.stateAgeMillis(),
                b.openAisle(),
                b.moving(),
                b.spread(),
                b.targetAisle(),
                b.lockedOut(),
                b.commsLostLatched(),
                b.carriages(),
                b.guards(),
                b.obstacles(),
                b.againstSpreading()));
    }
}
