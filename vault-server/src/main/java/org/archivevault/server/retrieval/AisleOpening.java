package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.Reason;
import org.archivevault.server.retrieval.Retrieval.Target;
import org.archivevault.server.shelving.BlockLease;
import org.archivevault.server.shelving.MotionOrders;
import org.archivevault.server.shelving.MotionOrders.Ordered;

/** Orders the aisle that a retrieval needs. */
final class AisleOpening {
    private final MotionOrders orders;

    AisleOpening(MotionOrders orders) {
        this.orders = orders;
    }

    /**
     * Takes the block with its next token and writes the command down.
     *
     * @param transaction the transaction
     * @param lease the block's row, locked by it
     * @param target the aisle
     * @param retrieval the retrieval it serves
     * @param subject user name of the person who asks
     * @param now the wall clock
     * @param record writes down what else belongs to the command; its statements are sent together with those of this
     *     method
     * @param <T> what that brings
     * @return as {@link MotionOrders#order}
     */
    <T> Future<T> order(
            SqlConnection transaction,
            BlockLease lease,
            Target target,
            UUID retrieval,
            String subject,
            Instant now,
            Function<Ordered, Future<T>> record) {
        Reason why = new Reason(Reason.Kind.RETRIEVAL, retrieval.toString());
        return orders.order(
                transaction,
                lease,
                retrieval,
                now,
                (id, token, life, notAfter) ->
                        new OpenAisle(id, target.block(), target.aisle(), token, life, notAfter, subject, why),
                record);
    }

    /**
     * Sends a command whose transaction has committed.
     *
     * @param ordered the command
     * @param askedNanos when the request came
     * @return as {@link MotionOrders#send}
     */
    Future<Void> send(Ordered ordered, long askedNanos) {
        return orders.send(ordered, askedNanos);
    }
}
