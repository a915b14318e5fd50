package org.archivevault.edge.tags;

import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.protocol.tag.Tid;
import org.jspecify.annotations.Nullable;

/** The way of one tag through one gate, from its first read there to when it has left. */
final class GateTrack {
    /** Where in the gate a tag is. */
    enum Side {
        INNER,
        OUTER,
        /** Heard by both about equally. */
        BETWEEN
    }

    /** What one side has heard. */
    static final class Ear {
        /** Reads since the last judgement. */
        private int fresh;
        /** Strongest of those, in dBm; {@link Integer#MIN_VALUE} when not told. */
        private int freshDbm = Integer.MIN_VALUE;
        /** Reads since the other side was the louder. */
        private int run;
        /** Reads since the tag came, or since its last passage. */
        private int total;

        private @Nullable Place place;
        private long lastAt;
        private long lastListening;
    }

    final Epc epc;

    @Nullable
    Tid tid;

    private final Ear inner = new Ear();
    private final Ear outer = new Ear();
    private long firstAt;
    private long dirtySince = PointState.NEVER;
    private @Nullable Side cameFrom;
    private @Nullable Side at;
    private @Nullable Side firstGlimpse;
    private @Nullable Side lastGlimpse;
    private boolean passed;
    private boolean over = true;
    private long unknownToldAt = -TagLimits.UNKNOWN_AGAIN_MILLIS;

    GateTrack(Epc epc) {
        this.epc = epc;
    }

    private Ear ear(Side side) {
        return side == Side.INNER ? inner : outer;
    }

    private static Side other(Side side) {
        return side == Side.INNER ? Side.OUTER : Side.INNER;
    }

    boolean isOver() {
        return over;
    }

    long firstAt() {
        return firstAt;
    }

    long lastAt() {
        return Math.max(inner.lastAt, outer.lastAt);
    }

    void heard(Side side, Place place, TagReport report, long now, long listening) {
        if (over) {
            begin(now);
        }
        if (report.tid() != null) {
            tid = report.tid();
        }
        Ear ear = ear(side);
        ear.fresh += report.count();
        Integer rssi = report.rssiDbm();
        ear.freshDbm = rssi == null ? ear.freshDbm : Math.max(ear.freshDbm, rssi);
        ear.place = place;
        ear.lastAt = now;
        ear.lastListening = listening;
        dirtySince = Math.min(dirtySince, now);
    }

    private void begin(long now) {
        over = false;
        passed = false;
        firstAt = now;
        cameFrom = null;
        at = null;
        clearCounts();
        for (Ear ear : new Ear[] {inner, outer}) {
            ear.place = null;
            ear.lastAt = 0;
        }
    }

    private void clearCounts() {
        firstGlimpse = null;
        lastGlimpse = null;
        for (Ear ear : new Ear[] {inner, outer}) {
            ear.fresh = 0;
            ear.freshDbm = Integer.MIN_VALUE;
            ear.run = 0;
            ear.total = 0;
        }
    }

    /** Weighs what has been heard, once reports of the same moment from two readers must have come in. */
    void judge(long now, long pooledMillis) {
        if (dirtySince == PointState.NEVER || now - dirtySince < pooledMillis) {
            return;
        }
        Side louder = louder();
        lastGlimpse = louder;
        firstGlimpse = firstGlimpse == null ? louder : firstGlimpse;
        if (louder != Side.BETWEEN) {
            Ear ear = ear(louder);
            ear.run += ear.fresh;
            ear(other(louder)).run = 0;
            if (ear.run >= reads(ear)) {
                at = louder;
                cameFrom = cameFrom == null ? louder : cameFrom;
            }
        }
        inner.total += inner.fresh;
        outer.total += outer.fresh;
        for (Ear ear : new Ear[] {inner, outer}) {
            ear.fresh = 0;
            ear.freshDbm = Integer.MIN_VALUE;
        }
        dirtySince = PointState.NEVER;
    }

    private static int reads(Ear ear) {
        return ear.place == null
                ? TagLimits.LEAST_PROOF_READS
                : ear.place.rules().provedAfterReads();
    }

    private Side louder() {
        if (inner.fresh == 0 || outer.fresh == 0) {
            return inner.fresh == 0 ? Side.OUTER : Side.INNER;
        }
        if (inner.freshDbm == Integer.MIN_VALUE || outer.freshDbm == Integer.MIN_VALUE || inner.place == null) {
            return Side.BETWEEN;
        }
        int ahead = inner.freshDbm - outer.freshDbm;
        if (Math.abs(ahead) < Math.max(1, inner.place.rules().moveMarginDb())) {
            return Side.BETWEEN;
        }
        return ahead > 0 ? Side.INNER : Side.OUTER;
    }

    /** The way it has gone when it is heard on the second side only by now; null while that is not so. */
    @Nullable
    Direction decided(long now, Listening[] readers, long decisiveMillis) {
        if (over || cameFrom == null || at == null || cameFrom == at || lastGlimpse != at) {
            return null;
        }
        Ear left = ear(cameFrom);
        if (left.place == null || ear(at).lastAt - left.lastAt < decisiveMillis) {
            return null;
        }
        Listening reader = readers[left.place.reader()];
        if (!reader.reading() || reader.millis(now) - left.lastListening < decisiveMillis) {
            return null;
        }
        Direction direction = towards(at);
        passed = true;
        cameFrom = at;
        clearCounts();
        firstGlimpse = at;
        lastGlimpse = at;
        unknownToldAt = now - TagLimits.UNKNOWN_AGAIN_MILLIS;
        return direction;
    }

    /** Whether it has not been heard for long enough while the side that heard it last was listening. */
    boolean hasLeft(long now, Listening[] readers, long leftMillis) {
        Ear last = inner.lastAt > outer.lastAt ? inner : outer;
        if (over || last.place == null) {
            return false;
        }
        Listening reader = readers[last.place.reader()];
        return reader.reading() && reader.millis(now) - last.lastListening >= leftMillis;
    }

    /** Ends the track. The way it went; null when it did not go through, or nothing new can be said. */
    @Nullable
    Direction left(long now, boolean insideSince) {
        over = true;
        Direction direction = wayOut(insideSince);
        if (direction == Direction.UNKNOWN) {
            if (now - unknownToldAt < TagLimits.UNKNOWN_AGAIN_MILLIS) {
                return null;
            }
            unknownToldAt = now;
        } else if (direction != null) {
            unknownToldAt = now - TagLimits.UNKNOWN_AGAIN_MILLIS;
        }
        return direction;
    }

    private @Nullable Direction wayOut(boolean insideSince) {
        if (inner.total + outer.total < Math.max(reads(inner), reads(outer))) {
            // A ghost, or nothing since the passage that was told.
            return null;
        }
        Side from = cameFrom == null ? firstGlimpse : cameFrom;
        Side to = at == null ? lastGlimpse : at;
        if (from == null || to == null || from == Side.BETWEEN || to == Side.BETWEEN) {
            return Direction.UNKNOWN;
        }
        if (from != to) {
            return towards(to);
        }
        Ear far = ear(other(from));
        boolean farIsSure = far.total >= reads(far);
        if (lastGlimpse == other(from) && farIsSure) {
            return towards(lastGlimpse);
        }
        if (lastGlimpse != from) {
            // A last glimpse nearer the far side, too short to be sure. Once out, it is out already.
            return passed && from == Side.OUTER ? null : Direction.UNKNOWN;
        }
        boolean stayedWhereItWas = passed || (from == Side.INNER && insideSince);
        // Heard well on both sides, and last where it came from: it turned round.
        return farIsSure || stayedWhereItWas ? null : Direction.UNKNOWN;
    }

    private static Direction towards(Side side) {
        return side == Side.OUTER ? Direction.OUT : Direction.IN;
    }

    /** Nothing of it matters any more. */
    boolean mayBeForgotten(long now) {
        return over && now - unknownToldAt >= TagLimits.UNKNOWN_AGAIN_MILLIS;
    }
}
