package org.archivevault.simulator.tags;

import java.util.Locale;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;

/** Where a tag really is. */
public sealed interface Spot {
    /**
     * What antennas tell apart: a face, or a place.
     *
     * @return equal for all spots that one set of antennas sees
     */
    Object region();

    /**
     * Reads a spot as a person types it.
     *
     * @param word a position code, or {@code desk}, {@code gate-inner}, {@code doorway}, {@code gate-outer}, {@code inside},
     *     {@code outside}
     * @return the spot
     * @throws IllegalArgumentException when it is neither
     */
    static Spot parse(String word) {
        for (Place place : Place.values()) {
            if (place.toString().equals(word.toLowerCase(Locale.ROOT))) {
                return place;
            }
        }
        return new Slot(ShelfAddress.parse(word));
    }

    /**
     * On a shelf.
     *
     * @param address which slot
     */
    record Slot(ShelfAddress address) implements Spot {
        @Override
        public Object region() {
            return FaceId.of(address);
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** Elsewhere. */
    enum Place implements Spot {
        /** On the desk. */
        DESK,
        /** At a gate, on the vault's side. */
        GATE_INNER,
        /** Between the two sides of a gate, where both hear it. */
        DOORWAY,
        /** At a gate, on the outer side. */
        GATE_OUTER,
        /** In the vault, where no antenna is: in somebody's hands. */
        INSIDE,
        /** Out of the vault, where no antenna is. */
        OUTSIDE;

        @Override
        public Object region() {
            return this;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
