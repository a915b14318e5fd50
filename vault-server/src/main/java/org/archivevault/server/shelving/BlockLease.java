package org.archivevault.server.shelving;

import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.jspecify.annotations.Nullable;

/**
 * A block's row, locked by the transaction that holds this record.
 *
 * @param block the block
 * @param token highest fencing token ever given out, 0 for none
 * @param heldBy the retrieval that holds the block; null when it is free
 */
public record BlockLease(
        BlockId block, long token, @Nullable UUID heldBy) {}
