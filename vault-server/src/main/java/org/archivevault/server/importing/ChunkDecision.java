package org.archivevault.server.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.archivevault.server.importing.KnownPack.DocumentKey;
import org.archivevault.server.importing.KnownPack.KnownDocument;
import org.archivevault.server.importing.LineRules.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Decides which lines of a chunk fit to the catalogue and to each other: the first word on a thing counts, a later line
 * that says otherwise is rejected as a whole. Pure: the catalogue's knowledge comes in, additions come out.
 */
final class ChunkDecision {
    private final KnownCatalogue known;
    private final Additions additions = new Additions();

    private ChunkDecision(KnownCatalogue known) {
        this.known = known;
    }

    /**
     * Decides.
     *
     * @param chunk lines that are good by themselves
     * @param known what the catalogue holds on all they mention; changed by this call
     * @return what to add, and what is rejected beyond the chunk's own rejections
     */
    static Additions decide(CheckedChunk chunk, KnownCatalogue known) {
        ChunkDecision decision = new ChunkDecision(known);
        for (ImportLine line : chunk.lines()) {
            try {
                decision.accept(line);
                decision.additions.accepted++;
            } catch (Refused e) {
                decision.additions.rejections.add(e.found().on(line.lineNo(), chunk.text(line.record())));
            }
        }
        return decision.additions;
    }

    /** Checks everything first, so that a rejected line leaves no trace. */
    private void accept(ImportLine line) throws Refused {
        KnownOrder order = known.order(line.orderNo());
        if (order != null) {
            checkOrder(line, order);
        }
        KnownPack pack = known.pack(line.packNo());
        if (pack != null) {
            checkPack(line, pack);
        }
        checkMarks(line);
        checkSlot(line, pack);
        DocumentKey key = new DocumentKey(line.orderNo(), line.documentNo());
        KnownDocument document = pack == null ? null : pack.documents.get(key);
        if (document != null) {
            checkPage(line, document);
        }
        KnownOrder theOrder = order == null ? newOrder(line) : order;
        KnownPack thePack = pack == null ? newPack(line) : pack;
        complete(theOrder, line);
        complete(thePack, line);
        link(theOrder, thePack);
        addPage(theOrder, thePack, document == null ? newDocument(theOrder, thePack, key) : document, line);
    }

    private static void checkOrder(ImportLine line, KnownOrder order) throws Refused {
        sameOrder(order, ImportColumn.CUSTOMER_NO, order.customerNo, line.customerNo());
        sameOrder(order, ImportColumn.CUSTOMER_NAME, order.customerName, line.customerName());
        sameOrder(order, ImportColumn.KIND, order.kind, line.kind());
        sameOrder(order, ImportColumn.FILED_ON, order.filedOn, line.filedOn());
    }

    private static void sameOrder(KnownOrder order, ImportColumn column, @Nullable Object had, @Nullable Object says)
            throws Refused {
        if (contradicts(had, says)) {
            throw new Refused(LineFault.ORDER_DIFFERS.found(order.orderNo, column.header(), Objects.toString(had)));
        }
    }

    private static void checkPack(ImportLine line, KnownPack pack) throws Refused {
        samePack(pack, ImportColumn.BARCODE, pack.barcode, line.barcode());
        samePack(pack, ImportColumn.EPC, pack.epc, line.epc());
        samePack(pack, ImportColumn.SEAL_NO, pack.sealNo, line.sealNo());
        samePack(pack, ImportColumn.SECURITY_CLASS, classOrNull(pack.securityClass), classOrNull(line.securityClass()));
    }

    private static void samePack(KnownPack pack, ImportColumn column, @Nullable Object had, @Nullable Object says)
            throws Refused {
        if (contradicts(had, says)) {
            throw new Refused(LineFault.PACK_DIFFERS.found(pack.packNo, column.header(), Objects.toString(had)));
        }
    }

    private void checkMarks(ImportLine line) throws Refused {
        if (line.epc() != null) {
            ownMark(ImportColumn.EPC, line.epc(), known.ownerOfEpc(line.epc()), line.packNo());
        }
        if (line.barcode() != null) {
            ownMark(ImportColumn.BARCODE, line.barcode(), known.ownerOfBarcode(line.barcode()), line.packNo());
        }
    }

    private static void ownMark(ImportColumn column, String mark, @Nullable String owner, String packNo)
            throws Refused {
        if (owner != null && !owner.equals(packNo)) {
            throw new Refused(LineFault.MARK_TAKEN.found(column.header(), mark, owner));
        }
    }

    private void checkSlot(ImportLine line, @Nullable KnownPack pack) throws Refused {
        String code = line.positionCode();
        if (code == null || (pack != null && code.equals(pack.positionCode))) {
            return;
        }
        if (pack != null && pack.positionCode != null) {
            throw new Refused(LineFault.PACK_ELSEWHERE.found(pack.packNo, pack.positionCode));
        }
        if (pack != null && !pack.state.equals(KnownPack.UNKNOWN_STATE)) {
            throw new Refused(LineFault.PACK_NOT_IN.found(pack.packNo, pack.state));
        }
        String occupant = known.occupantOf(code);
        if (occupant == null) {
            throw new Refused(LineFault.SLOT_UNKNOWN.found(code));
        }
        if (!occupant.equals(KnownCatalogue.NOBODY)) {
            throw new Refused(LineFault.SLOT_TAKEN.found(code, occupant));
        }
    }

    private static void checkPage(ImportLine line, KnownDocument document) throws Refused {
        if (contradicts(document.title, line.title())) {
            throw new Refused(LineFault.TITLE_DIFFERS.found(document.documentNo, Objects.toString(document.title)));
        }
        if (document.pages.get(line.pageNo())) {
            throw new Refused(LineFault.PAGE_TWICE.found(line.packNo(), line.documentNo(), line.pageNo()));
        }
    }

    private KnownOrder newOrder(ImportLine line) {
        KnownOrder order = new KnownOrder(line.orderNo(), line.customerNo(), line.customerName());
        order.kind = line.kind();
        order.filedOn = line.filedOn();
        known.add(order);
        additions.orders.add(order);
        return order;
    }

    private KnownPack newPack(ImportLine line) {
        KnownPack pack = new KnownPack(line.packNo());
        known.add(pack);
        additions.packs.add(pack);
        return pack;
    }

    private static void complete(KnownOrder order, ImportLine line) {
        if (order.kind == null && line.kind() != null) {
            order.kind = line.kind();
            order.changed = true;
        }
        if (order.filedOn == null && line.filedOn() != null) {
            order.filedOn = line.filedOn();
            order.changed = true;
        }
    }

    /** Fills in what earlier lines left out. */
    private void complete(KnownPack pack, ImportLine line) {
        if (pack.epc == null && line.epc() != null) {
            pack.epc = line.epc();
            pack.changed = true;
        }
        if (pack.barcode == null && line.barcode() != null) {
            pack.barcode = line.barcode();
            pack.changed = true;
        }
        if (pack.sealNo == null && line.sealNo() != null) {
            pack.sealNo = line.sealNo();
            pack.changed = true;
        }
        if (pack.securityClass == 0 && line.securityClass() != 0) {
            pack.securityClass = line.securityClass();
            pack.changed = true;
        }
        if (pack.changed) {
            known.owns(pack);
        }
        if (pack.positionCode == null && line.positionCode() != null) {
            pack.positionCode = line.positionCode();
            pack.placedNow = true;
            known.slot(line.positionCode(), pack.packNo);
            additions.placed.add(pack);
        }
    }

    private void link(KnownOrder order, KnownPack pack) {
        if (pack.linkedOrders.add(order.orderNo)) {
            additions.links.add(new Additions.Link(order, pack));
        }
    }

    private KnownDocument newDocument(KnownOrder order, KnownPack pack, DocumentKey key) {
        KnownDocument document = new KnownDocument(key.documentNo());
        pack.documents.put(key, document);
        additions.documents.add(new Additions.NewDocument(order, pack, document));
        return document;
    }

    private void addPage(KnownOrder order, KnownPack pack, KnownDocument document, ImportLine line) {
        if (document.title == null && line.title() != null) {
            document.title = line.title();
            document.titleChanged = true;
        }
        document.pages.set(line.pageNo());
        additions.pages.add(new Additions.NewPage(document, line.pageNo()));
        note(order, pack, document);
    }

    /** Remembers what stood in the catalogue already and has been completed. */
    private void note(KnownOrder order, KnownPack pack, KnownDocument document) {
        if (order.changed && order.id != 0) {
            additions.completedOrders.add(order);
        }
        if ((pack.changed || pack.placedNow) && !pack.isNew()) {
            additions.completedPacks.add(pack);
        }
        if (document.titleChanged && document.id != 0) {
            additions.completedDocuments.add(document);
        }
    }

    private static boolean contradicts(@Nullable Object had, @Nullable Object says) {
        return had != null && says != null && !had.equals(says);
    }

    private static @Nullable Integer classOrNull(int securityClass) {
        return securityClass == 0 ? null : securityClass;
    }

    /** What a chunk adds to the catalogue. */
    static final class Additions {
        final List<KnownOrder> orders = new ArrayList<>();
        final List<KnownPack> packs = new ArrayList<>();
        final List<Link> links = new ArrayList<>();
        final List<NewDocument> documents = new ArrayList<>();
        final List<NewPage> pages = new ArrayList<>();
        /** Packs that get a place, new ones and known ones. */
        final List<KnownPack> placed = new ArrayList<>();

        final java.util.Set<KnownOrder> completedOrders = new java.util.LinkedHashSet<>();
        final java.util.Set<KnownPack> completedPacks = new java.util.LinkedHashSet<>();
        final java.util.Set<KnownDocument> completedDocuments = new java.util.LinkedHashSet<>();
        final List<Rejection> rejections = new ArrayList<>();
        long accepted;

        /**
         * The order has papers in the pack.
         *
         * @param order the order
         * @param pack the pack
         */
        record Link(KnownOrder order, KnownPack pack) {}

        /**
         * A document that was not registered.
         *
         * @param order its order
         * @param pack its pack
         * @param document itself
         */
        record NewDocument(KnownOrder order, KnownPack pack, KnownDocument document) {}

        /**
         * A page that was not registered.
         *
         * @param document its document
         * @param pageNo its number
         */
        record NewPage(KnownDocument document, int pageNo) {}
    }
}
