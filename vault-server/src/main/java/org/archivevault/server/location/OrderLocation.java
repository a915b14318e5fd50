package org.archivevault.server.location;

import java.util.List;
import org.archivevault.protocol.pack.BusinessOrderNo;

/**
 * Where the packs of a business order are.
 *
 * @param orderNo the order
 * @param packs its packs, in order of number
 */
public record OrderLocation(BusinessOrderNo orderNo, List<PackLocation> packs) {
    public OrderLocation {
        packs = List.copyOf(packs);
    }
}
