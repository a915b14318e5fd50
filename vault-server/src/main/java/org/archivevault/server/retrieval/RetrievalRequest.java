package org.archivevault.server.retrieval;

import java.util.Optional;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.identity.Principal;

/**
 * What a person asks for.
 *
 * @param who the signed-in person
 * @param order the business order
 * @param purpose what for
 * @param named the pack, when the person has named one
 * @param askedNanos when the request came, on the monotonic clock
 */
record RetrievalRequest(
        Principal who, BusinessOrderNo order, Purpose purpose, Optional<PackNo> named, long askedNanos) {}
