package org.archivevault.protocol.link;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.jspecify.annotations.Nullable;

/**
 * Whether an edge is there: retained, and also its last will with {@code online=false}.
 *
 * @param edge who
 * @param online false when it said good-bye or the broker noticed its death
 * @param boot random per start of the process
 * @param at its wall clock; null in the last will
 * @param blocks the blocks it drives
 */
public record EdgeStatus(
        EdgeId edge, boolean online, UUID boot, @Nullable Instant at, List<BlockId> blocks) {
    public EdgeStatus {
        blocks = List.copyOf(blocks);
    }
}
