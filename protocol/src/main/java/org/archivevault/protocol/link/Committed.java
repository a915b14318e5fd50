package org.archivevault.protocol.link;

import java.util.UUID;
import org.archivevault.protocol.event.Lane;

/**
 * The server's word that it has committed every event of a lane up to a sequence number. Only now may the edge forget
 * them.
 *
 * @param outbox the outbox it speaks of
 * @param lane the lane
 * @param upTo highest committed sequence number, 0 for none
 */
public record Committed(UUID outbox, Lane lane, long upTo) {}
