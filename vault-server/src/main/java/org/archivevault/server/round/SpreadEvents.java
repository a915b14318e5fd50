package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.edge.Happened;

/** Writes down where the carriages came to rest for a ventilation. Comes after the consumer that locks the blocks. */
final class SpreadEvents implements EventConsumer {
    private final SpreadRows rows = new SpreadRows();

    @Override
    public Future<Consumed> consume(SqlConnection transaction, String source, List<Happened> events) {
        Future<Void> done = Future.succeededFuture();
        for (Happened happened : events) {
            done = done.compose(before -> rested(transaction, happened));
        }
        return done.map(Consumed.NOTHING);
    }

    private Future<Void> rested(SqlConnection transaction, Happened happened) {
        if (happened.event() instanceof EdgeEvent.MotionStopped stopped) {
            CommandId cause = stopped.cause();
            return cause == null
                    ? Future.succeededFuture()
                    : rows.rested(transaction, cause.value(), happened.at(), stopped.spread());
        }
        if (happened.event() instanceof EdgeEvent.CommandEnded ended
                && ended.outcome() instanceof CommandOutcome.Executed executed
                && !executed.moved()) {
            // There was nothing to move: they stood spread already. Of another command there is no row.
            UUID command = ended.command().value();
            return rows.rested(transaction, command, happened.at(), true);
        }
        return Future.succeededFuture();
    }
}
