package org.archivevault.server.retrieval;

import java.util.Optional;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.PackNo;

/**
 * A pack of an order and where it is, as far as a retrieval needs to know.
 *
 * @param pack the pack
 * @param state where it is
 * @param needsTwoPeople of the highest security class
 * @param address its slot; empty unless it is on the shelf
 */
public record PackPlace(PackNo pack, State state, boolean needsTwoPeople, Optional<ShelfAddress> address) {
    /** Where a pack is. */
    public enum State {
        /** In its slot. */
        ON_SHELF,
        /** With somebody. */
        OUT,
        /** Not where it should be. */
        MISSING,
        /** Nobody has said. */
        UNKNOWN
    }

    public PackPlace {
        if ((state == State.ON_SHELF) != address.isPresent()) {
            throw new IllegalArgumentException(pack + " is " + state + " with address " + address);
        }
    }
}
