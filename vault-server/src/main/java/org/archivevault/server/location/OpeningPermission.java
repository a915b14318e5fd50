package org.archivevault.server.location;

import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.identity.Principal;

/**
 * Whether somebody may ask for the aisle of a pack: the rules of the retrieval, asked beforehand. Asked for every
 * look-up: answers from memory.
 */
@FunctionalInterface
public interface OpeningPermission {
    /**
     * Asks.
     *
     * @param caller who would ask
     * @param pack for which pack
     * @return why not; empty when the caller may
     */
    Optional<Bilingual> whyNot(Principal caller, PackLocation pack);
}
