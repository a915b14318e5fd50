package org.archivevault.server.label;

import org.archivevault.protocol.Token;
import org.archivevault.protocol.pack.Gdti96;
import org.jspecify.annotations.Nullable;

/**
 * What goes onto labels and into tags. Nothing of a pack's contents does: the EPC is this company's prefix, one document
 * type for all packs, and a serial that only says in which order tags were given.
 *
 * @param companyPrefix the company's GS1 prefix, 6–12 digits; null: the server gives no EPCs (bar codes only, or tags
 *     that come with contents of their own)
 * @param documentType the company's number for "archive pack", so many digits that both have 12; null with the prefix
 * @param filter the filter value of each tag, 0–7
 * @param font a TrueType font with Chinese characters for the block's name on the PDF; null: the first found of the usual
 *     ones
 */
public record LabelSettings(
        @Nullable String companyPrefix,
        @Nullable String documentType,
        int filter,
        @Nullable String font) {
    /** No EPCs, no font named. */
    public static final LabelSettings NONE = new LabelSettings(null, null, 0, null);

    public LabelSettings {
        Token.requireRange(filter, 0, 7, "labels.filter");
        if ((companyPrefix == null) != (documentType == null)) {
            throw new IllegalArgumentException(
                    "labels.companyPrefix and labels.documentType go together (an empty type with a prefix of 12 digits)");
        }
        if (companyPrefix != null && documentType != null) {
            new Gdti96(filter, companyPrefix, documentType, 0);
        }
    }

    /** Whether the server can give EPCs. */
    boolean givesEpcs() {
        return companyPrefix != null;
    }

    /** The document name with that serial. */
    Gdti96 gdti(long serial) {
        if (companyPrefix == null || documentType == null) {
            throw new IllegalStateException("no company prefix: ask givesEpcs() first");
        }
        return new Gdti96(filter, companyPrefix, documentType, serial);
    }
}
