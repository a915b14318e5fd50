package org.archivevault.server.importing;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One checked line of an export: one page. Checked by {@link LineRules}; consistency with other lines and with the
 * catalogue is for {@link ChunkDecision}.
 *
 * @param record which record of its chunk
 * @param lineNo its number in the file, 1 is the header
 * @param orderNo business order
 * @param customerNo customer
 * @param customerName the customer's name
 * @param kind kind of business; null when not given
 * @param filedOn when it was filed; null when not given
 * @param packNo pack
 * @param barcode the pack's bar code; null when not given
 * @param epc the pack's tag; null when not given
 * @param sealNo the pack's seal; null when not given
 * @param securityClass 1–3; 0 when not given
 * @param documentNo document in the pack
 * @param title the document's title; null when not given
 * @param pageNo page in the document, 1–9999
 * @param positionCode where the pack lies; null when not given
 */
record ImportLine(
        int record,
        long lineNo,
        String orderNo,
        String customerNo,
        String customerName,
        @Nullable String kind,
        @Nullable LocalDate filedOn,
        String packNo,
        @Nullable String barcode,
        @Nullable String epc,
        @Nullable String sealNo,
        int securityClass,
        String documentNo,
        @Nullable String title,
        int pageNo,
        @Nullable String positionCode) {}
