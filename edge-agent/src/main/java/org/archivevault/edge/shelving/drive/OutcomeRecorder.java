package org.archivevault.edge.shelving.drive;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.event.EdgeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how commands ended: in the inbox first, so that a restart cannot invent another outcome, then as an event. When
 * the disk is full it tries again; an outcome whose event is not certain to be recorded is told again after a restart, with
 * the same words.
 */
final class OutcomeRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeRecorder.class);

    private final BlockId block;
    private final InboxStore store;
    private final Function<EdgeEvent, Future<?>> events;
    private final Map<CommandId, CommandOutcome> failed = new LinkedHashMap<>();

    OutcomeRecorder(BlockId block, InboxStore store, Function<EdgeEvent, Future<?>> events) {
        this.block = block;
        this.store = store;
        this.events = events;
    }

    void ended(CommandId command, CommandOutcome outcome) {
        store.ended(block, command, outcome)
                .compose(kept -> events.apply(new EdgeEvent.CommandEnded(command, block, outcome)))
                .onFailure(failure -> {
                    LOG.error("{}: outcome of {} is not recorded yet: {}", block, command, failure.toString());
                    failed.put(command, outcome);
                })
                .compose(recorded -> store.told(command))
                .onFailure(failure -> LOG.debug("{}: {} will be told again", block, command));
    }

    void retry() {
        Map<CommandId, CommandOutcome> again = Map.copyOf(failed);
        failed.clear();
        again.forEach(this::ended);
    }
}
