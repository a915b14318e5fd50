package org.archivevault.edge.tags;

/** What a read point is doing. */
final class PointState {
    static final long NEVER = Long.MAX_VALUE;

    final Place place;
    /** Its reader reads, and everything that was there before has had its chance to be heard. */
    boolean settled;
    /** When it will have settled; {@link #NEVER} while its reader does not read. */
    long settlesAt = NEVER;
    /** Its aisle is open. */
    boolean open;
    /** Since when it has been listening for the scan of its aisle; {@link #NEVER} while none is going on. */
    long scanningSince = NEVER;
    /** When it is told without a cause. */
    long nextScanAt = NEVER;
    /** How many tags are here. */
    int present;

    PointState(Place place) {
        this.place = place;
    }

    void reading(long now) {
        settled = false;
        settlesAt = now + place.rules().settlingMillis();
        scanningSince = NEVER;
        nextScanAt = NEVER;
    }

    void silent() {
        settled = false;
        settlesAt = NEVER;
        // What the antennas heard before says little of now; the scan after the silence says all.
        scanningSince = NEVER;
        nextScanAt = NEVER;
    }
}
