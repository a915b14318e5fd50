package org.archivevault.server.importing;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the catalogue holds on everything that one chunk mentions, read in the chunk's own transaction. */
final class KnownCatalogue {
    /** Occupant of a free slot. */
    static final String NOBODY = "";

    private final Map<String, KnownOrder> orders = new HashMap<>();
    private final Map<String, KnownPack> packs = new HashMap<>();
    private final Map<String, String> epcOwners = new HashMap<>();
    private final Map<String, String> barcodeOwners = new HashMap<>();
    private final Map<String, String> slotOccupants = new HashMap<>();

    void add(KnownOrder order) {
        orders.put(order.orderNo, order);
    }

    void add(KnownPack pack) {
        packs.put(pack.packNo, pack);
        owns(pack);
    }

    /** Notes the marks of a pack again, after one was added. */
    void owns(KnownPack pack) {
        if (pack.epc != null) {
            epcOwners.put(pack.epc, pack.packNo);
        }
        if (pack.barcode != null) {
            barcodeOwners.put(pack.barcode, pack.packNo);
        }
    }

    /** Notes who lies in a slot of the plan. */
    void slot(String positionCode, String packNoOrNobody) {
        slotOccupants.put(positionCode, packNoOrNobody);
    }

    @Nullable
    KnownOrder order(String orderNo) {
        return orders.get(orderNo);
    }

    @Nullable
    KnownPack pack(String packNo) {
        return packs.get(packNo);
    }

    @Nullable
    String ownerOfEpc(String epc) {
        return epcOwners.get(epc);
    }

    @Nullable
    String ownerOfBarcode(String barcode) {
        return barcodeOwners.get(barcode);
    }

    /** The pack in a slot, {@link #NOBODY} in a free one, null when the plan has no such slot. */
    @Nullable
    String occupantOf(String positionCode) {
        return slotOccupants.get(positionCode);
    }

    Iterable<KnownPack> packs() {
        return packs.values();
    }

    Iterable<KnownOrder> orders() {
        return orders.values();
    }
}
