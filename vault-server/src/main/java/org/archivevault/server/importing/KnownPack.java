package org.archivevault.server.importing;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pack as the catalogue and the lines so far describe it. Lives as long as the decision on one chunk. */
final class KnownPack {
    final String packNo;
    /** 0 until a new pack gets its number. */
    long id;

    @Nullable
    String epc;

    @Nullable
    String barcode;

    @Nullable
    String sealNo;

    /** 0 when no line has said it yet. */
    int securityClass;

    /** As in the table. */
    String state = UNKNOWN_STATE;

    @Nullable
    String positionCode;

    boolean changed;
    boolean placedNow;
    final Set<String> linkedOrders = new HashSet<>();
    /** By order number and document number. */
    final Map<DocumentKey, KnownDocument> documents = new HashMap<>();

    static final String UNKNOWN_STATE = "unknown";

    KnownPack(String packNo) {
        this.packNo = packNo;
    }

    boolean isNew() {
        return id == 0;
    }

    /**
     * Which document of a pack.
     *
     * @param orderNo its order
     * @param documentNo its number
     */
    record DocumentKey(String orderNo, String documentNo) {}

    /** A document and its registered pages. */
    static final class KnownDocument {
        final String documentNo;
        long id;

        @Nullable
        String title;

        boolean titleChanged;
        final BitSet pages = new BitSet();

        KnownDocument(String documentNo) {
            this.documentNo = documentNo;
        }
    }
}
