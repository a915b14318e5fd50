package org.archivevault.edge.shelving;

import org.archivevault.protocol.command.CommandId;
import org.jspecify.annotations.Nullable;

/**
 * What stands about a block beside its inputs.
 *
 * @param lockedOut a person has locked it out
 * @param commsLost communication was lost and nobody has acknowledged it
 * @param busyWith the command under way, if there is one
 */
record Standing(
        boolean lockedOut, boolean commsLost, @Nullable CommandId busyWith) {
    static final Standing FREE = new Standing(false, false, null);
}
