package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;

/** What a retrieval needs of the catalogue. */
public interface Packs {
    /**
     * The packs of an order and where they are.
     *
     * @param client where to look; inside a transaction the places hold as of that moment (I14)
     * @param order the order
     * @return completes with its packs in order of number; fails with {@code order-not-found} when there is no such
     *     order, with another failure when the database does
     */
    Future<List<PackPlace>> ofOrder(SqlClient client, BusinessOrderNo order);

    /**
     * What the catalogue says a pack must look like.
     *
     * @param out whether it is out
     * @param seal the seal on record; empty when none was registered
     * @param pages how many pages are registered; 0 when none were
     */
    record Expected(boolean out, Optional<SealNo> seal, long pages) {}

    /**
     * Looks a pack up for the return check.
     *
     * @param transaction the transaction
     * @param pack the pack
     * @return completes with what is expected; fails with {@code pack-not-found}, or when the database does
     */
    Future<Expected> expected(SqlConnection transaction, PackNo pack);

    /**
     * Records that a pack has left its slot.
     *
     * @param transaction the transaction of the act
     * @param pack the pack, which is on the shelf
     * @param by user name of the person who took it
     * @param why for example {@code retrieval:<id>}
     * @return completes when its placement is closed; fails with a problem when it is not on the shelf
     */
    Future<Void> take(SqlConnection transaction, PackNo pack, String by, String why);

    /**
     * Records that a pack is back in the slot it had.
     *
     * @param transaction the transaction of the act
     * @param pack the pack, which is out
     * @param by user name of the person who checked it
     * @param why for example {@code return}
     * @return completes when its placement is open again; fails with a problem when it is not out, or its slot is taken
     */
    Future<Void> giveBack(SqlConnection transaction, PackNo pack, String by, String why);
}
