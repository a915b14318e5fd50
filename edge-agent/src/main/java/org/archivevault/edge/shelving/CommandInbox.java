package org.archivevault.edge.shelving;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * The fence of one block (safety.md, I3, I7): which commands were seen, and the highest token accepted. It holds in
 * memory what the disk holds; whoever accepts a token must see it on disk before anything moves.
 */
public final class CommandInbox {
    private final UUID boot;
    private final Set<CommandId> seen = new LinkedHashSet<>();
    private long highest;

    /**
     * The fence as the disk knew it.
     *
     * @param boot this start of the process
     * @param memory what the disk knew
     */
    public CommandInbox(UUID boot, Memory memory) {
        this.boot = boot;
        this.seen.addAll(memory.seen());
        this.highest = memory.highest();
    }

    /**
     * Notes a command's arrival.
     *
     * @param command the command
     * @return false when it was seen before and must be ignored: it has, or will have, its one outcome already
     */
    public boolean isNew(Command command) {
        if (!seen.add(command.id())) {
            return false;
        }
        if (seen.size() > ShelvingLimits.COMMAND_IDS_KEPT) {
            seen.remove(seen.iterator().next());
        }
        return true;
    }

    /**
     * Judges life and token, and takes the token when they hold.
     *
     * @param command the command
     * @param now the time of its receipt, in milliseconds on the edge's clock
     * @return null when accepted; otherwise how the command ends
     */
    public @Nullable CommandOutcome refusal(MovingCommand command, long now) {
        if (!command.notAfter().boot().equals(boot)) {
            return new CommandOutcome.Refused(RefusalCode.EDGE_RESTARTED, "");
        }
        long late = now - command.notAfter().millis();
        if (late > 0) {
            return new CommandOutcome.Expired(late);
        }
        if (command.token().value() <= highest) {
            return CommandOutcome.Refused.tokenNotNewer(new FencingToken(highest));
        }
        highest = command.token().value();
        return null;
    }

    /**
     * The highest token accepted.
     *
     * @return null when none has been
     */
    public @Nullable FencingToken highest() {
        return highest == 0 ? null : new FencingToken(highest);
    }
}
