package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.archivevault.server.catalogue.Catalogue;
import org.archivevault.server.catalogue.PackState;
import org.archivevault.server.catalogue.Placements;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.location.LocationResolver;
import org.archivevault.server.location.OpeningPermission;
import org.archivevault.server.location.PackLocation;

/** The catalogue as retrievals need it. */
public final class CataloguePacks implements Packs {
    private final LocationResolver resolver;
    private final Catalogue catalogue;
    private final Placements placements;

    /**
     * @param resolver finds the packs of an order
     * @param catalogue knows what a pack holds
     * @param placements keeps where packs are
     */
    public CataloguePacks(LocationResolver resolver, Catalogue catalogue, Placements placements) {
        this.resolver = resolver;
        this.catalogue = catalogue;
        this.placements = placements;
    }

    /**
     * The rules of the retrieval as the location look-up asks them beforehand.
     *
     * @param rules the rules
     * @return tells the weightiest reason against
     */
    public static OpeningPermission permission(RetrievalRules rules) {
        return (caller, pack) -> rules.weightiest(caller, place(pack)).map(Refusal::sentence);
    }

    @Override
    public Future<List<PackPlace>> ofOrder(SqlClient client, BusinessOrderNo order) {
        return resolver.resolve(client, order)
                .map(location ->
                        location.packs().stream().map(CataloguePacks::place).toList());
    }

    @Override
    public Future<Expected> expected(SqlConnection transaction, PackNo pack) {
        return catalogue.pack(transaction, pack).map(found -> {
            Catalogue.Pack known = found.orElseThrow(() -> Problem.of(ErrorCode.PACK_NOT_FOUND, pack));
            return new Expected(
                    PackState.of(known.state()) == PackState.OUT,
                    Optional.ofNullable(known.sealNo()).map(SealNo::new),
                    known.pageCount());
        });
    }

    @Override
    public Future<Void> take(SqlConnection transaction, PackNo pack, String by, String why) {
        return placements.takeOut(transaction, pack, by, why);
    }

    @Override
    public Future<Void> giveBack(SqlConnection transaction, PackNo pack, String by, String why) {
        return placements.putBack(transaction, pack, by, why).mapEmpty();
    }

    private static PackPlace place(PackLocation pack) {
        return new PackPlace(
                pack.packNo(),
                switch (pack.state()) {
                    case ON_SHELF -> PackPlace.State.ON_SHELF;
                    case OUT -> PackPlace.State.OUT;
                    case MISSING -> PackPlace.State.MISSING;
                    case UNKNOWN -> PackPlace.State.UNKNOWN;
                },
                pack.needsTwoPeople(),
                Optional.ofNullable(pack.address()));
    }
}
