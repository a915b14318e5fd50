package org.archivevault.edge.tags;

import java.util.Optional;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.tag.ReadPointId;

/**
 * A read point with its number and its rules.
 *
 * @param index 0 upwards, over all readers
 * @param reader index of its reader
 * @param plan as the site plan has it
 * @param rules how its reports are to be understood
 * @param listening how its reader has been reading
 */
record Place(int index, int reader, ReaderPlan.ReadPoint plan, PointRules rules, Listening listening) {
    ReadPointId id() {
        return plan.id();
    }

    /** Whether it is the same one; asked for each report, so by number. */
    boolean is(Place other) {
        return index == other.index;
    }

    boolean ofGate() {
        return plan.kind().ofGate();
    }

    /**
     * What nobody can walk faster. The plan knows no distances, so only what can never be near counts: a shelf and
     * anything that is not a shelf of its block, and two gates.
     *
     * @param other another read point
     * @return in milliseconds; 0 when the two may hear the same tag
     */
    long walkMillis(Place other) {
        Optional<FaceId> face = plan.face();
        Optional<FaceId> otherFace = other.plan.face();
        if (face.isPresent() && otherFace.isPresent()) {
            return face.get().block().equals(otherFace.get().block()) ? 0 : TagLimits.WALK_MILLIS;
        }
        boolean oneIsShelf = isShelf() || other.isShelf();
        boolean twoGates = ofGate() && other.ofGate() && !plan.gate().equals(other.plan.gate());
        return oneIsShelf || twoGates ? TagLimits.WALK_MILLIS : 0;
    }

    boolean isShelf() {
        return plan.kind() == ReadPointKind.SHELF;
    }

    /** How long it takes to hear everything here once: measured at a shelf; a gate or a desk has few tags and one turn. */
    long roundMillis() {
        return isShelf() ? listening.roundMillis(rules.turnMillis()) : rules.turnMillis();
    }

    /** Reads further apart do not belong together. */
    long glimpseMillis() {
        return PointRules.glimpseMillis(roundMillis());
    }

    /** Unread for so long, while its reader reads, a tag is gone. */
    long departsAfterMillis() {
        return rules.departsAfterMillis(roundMillis());
    }
}
