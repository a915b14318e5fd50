package org.archivevault.server.retrieval;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.identity.Principal;
import org.jspecify.annotations.Nullable;

/** Compares a pack in the hand with what the catalogue says it must look like. Pure. */
final class ReturnCheck {
    private ReturnCheck() {}

    /** What does not fit; empty when the pack may go back on the shelf. */
    static Optional<String> discrepancy(Optional<SealNo> seal, long pages, Packs.Expected expected) {
        if (expected.seal().isPresent() && seal.isEmpty()) {
            return Optional.of("seal-missing");
        }
        if (sealDiffers(seal, expected)) {
            return Optional.of("seal-differs");
        }
        return expected.pages() > 0 && pages != expected.pages() ? Optional.of("page-count-differs") : Optional.empty();
    }

    /** Whether a seal was read and is another than the one on record. */
    static boolean sealDiffers(Optional<SealNo> seal, Packs.Expected expected) {
        return seal.isPresent() && expected.seal().isPresent() && !seal.equals(expected.seal());
    }

    /** The entry of an act on a pack. */
    static AccessEntry entry(
            String kind,
            Principal who,
            PackNo pack,
            String result,
            @Nullable UUID retrieval,
            Optional<SealNo> seal,
            Packs.Expected expected) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (retrieval != null) {
            facts.put("retrieval", retrieval);
        }
        seal.ifPresent(s -> facts.put("seal", s));
        expected.seal().ifPresent(s -> facts.put("sealOnRecord", s));
        facts.put("pagesOnRecord", expected.pages());
        return AccessEntry.of(kind, who.userName(), "pack:" + pack, result, facts);
    }
}
