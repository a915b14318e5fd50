package org.archivevault.server.label;

import java.util.Optional;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Barcode;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;

/**
 * What one label says: nothing about the contents, the order or the customer.
 *
 * @param pack the pack's number
 * @param barcode its bar code
 * @param epc what its tag answers; empty for a pack without a tag
 * @param slot where it stands now; empty when it stands nowhere
 * @param blockName the Chinese name of the block; empty as the slot
 */
record Label(PackNo pack, Barcode barcode, Optional<Epc> epc, Optional<ShelfAddress> slot, Optional<String> blockName) {
    /** Gen2 tags are written in words of so many hex digits. */
    private static final int HEX_DIGITS_OF_A_WORD = 4;

    /**
     * What a printer can write into the tag.
     *
     * @return the EPC, or empty when there is none or it is not of whole words
     */
    Optional<Epc> writableEpc() {
        return epc.filter(e -> e.value().length() % HEX_DIGITS_OF_A_WORD == 0);
    }
}
