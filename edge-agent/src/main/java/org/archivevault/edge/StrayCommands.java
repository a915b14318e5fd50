package org.archivevault.edge;

import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.EdgeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses commands for blocks that this edge does not drive and for lights that it does not have, each once. */
final class StrayCommands {
    private static final Logger LOG = LoggerFactory.getLogger(StrayCommands.class);

    /** Ids kept to know a second delivery, which comes within seconds if at all. */
    private static final int IDS_KEPT = 100;

    private final Function<EdgeEvent, Future<?>> events;
    private final Set<CommandId> seen = new LinkedHashSet<>();

    StrayCommands(Function<EdgeEvent, Future<?>> events) {
        this.events = events;
    }

    void refuse(Command command) {
        if (!seen.add(command.id())) {
            return;
        }
        if (seen.size() > IDS_KEPT) {
            seen.remove(seen.iterator().next());
        }
        CommandOutcome refused = refusal(command);
        events.apply(new EdgeEvent.CommandEnded(command.id(), command.block(), refused))
                .onFailure(e -> LOG.error("Not recorded: {} ended as {}: {}", command, refused, e.toString()));
    }

    private static CommandOutcome refusal(Command command) {
        return command instanceof LightPosition light
                ? new CommandOutcome.Refused(
                        RefusalCode.NO_LAMP, light.position().positionCode())
                : new CommandOutcome.Refused(
                        RefusalCode.NO_SUCH_AISLE, command.block().toString());
    }
}
