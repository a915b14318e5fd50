package org.archivevault.server.importing.sample;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One invented pack, with the one order whose papers it holds.
 *
 * @param orderNo its order; every 50th order lies in two packs
 * @param customerNo the order's customer; customers have several orders
 * @param customerName the customer's name
 * @param kind kind of business
 * @param filedOn when it was filed
 * @param packNo its number
 * @param barcode its bar code
 * @param epc what its tag answers
 * @param sealNo its seal
 * @param securityClass 1–3
 * @param documents titles of its documents, numbered 1 upwards
 * @param pagesPerDocument pages of each document
 * @param positionCode where it lies; null when the site has no slot left for it
 */
public record SamplePack(
        String orderNo,
        String customerNo,
        String customerName,
        String kind,
        LocalDate filedOn,
        String packNo,
        String barcode,
        String epc,
        String sealNo,
        int securityClass,
        List<String> documents,
        int pagesPerDocument,
        @Nullable String positionCode) {
    public SamplePack {
        documents = List.copyOf(documents);
    }

    /**
     * How many lines of the export it makes.
     *
     * @return pages of all its documents
     */
    public int pageCount() {
        return documents.size() * pagesPerDocument;
    }

    /**
     * How a document is numbered.
     *
     * @param index 0 upwards
     * @return its number in the export
     */
    public static String documentNo(int index) {
        return "W" + (index + 1);
    }
}
