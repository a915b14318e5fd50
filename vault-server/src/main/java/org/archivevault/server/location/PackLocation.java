package org.archivevault.server.location;

import java.time.OffsetDateTime;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.archivevault.server.catalogue.PackState;
import org.jspecify.annotations.Nullable;

/**
 * A pack and where it is.
 *
 * @param packNo the pack
 * @param epc what its tag answers; null when it has none
 * @param sealNo its seal; null when none is registered
 * @param securityClass 1–3; 3 needs two people
 * @param state where it is
 * @param since since when it is in that state
 * @param by user name of who brought it into that state
 * @param address its slot; not null exactly when it is on the shelf
 */
public record PackLocation(
        PackNo packNo,
        @Nullable Epc epc,
        @Nullable SealNo sealNo,
        int securityClass,
        PackState state,
        OffsetDateTime since,
        String by,
        @Nullable ShelfAddress address) {
    /** The class that is treated like cash (权证): two people. */
    public static final int DUAL_CONTROL_CLASS = 3;

    public PackLocation {
        if ((state == PackState.ON_SHELF) != (address != null)) {
            throw new IllegalArgumentException("pack " + packNo + " is " + state.code() + " with address " + address);
        }
    }

    /**
     * Whether it takes two people to fetch it.
     *
     * @return true for the highest security class
     */
    public boolean needsTwoPeople() {
        return securityClass == DUAL_CONTROL_CLASS;
    }
}
