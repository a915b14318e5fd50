package org.archivevault.server.putaway;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;

/** The operations {@code proposePutAways}, {@code putAway} and {@code getFill}. */
public final class PutAwayRoutes implements RouteGroup {
    private static final int MOST_PROPOSALS = 500;
    private static final Set<Role> KEEPERS = EnumSet.of(Role.ARCHIVIST);
    private static final Set<Role> LOOKERS = EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES);

    private final PutAways putAways;
    private final Fill fill;
    private final SlotRegister slots;

    /**
     * @param putAways proposes and places
     * @param fill counts
     * @param slots knows what stands outside the plan
     */
    public PutAwayRoutes(PutAways putAways, Fill fill, SlotRegister slots) {
        this.putAways = putAways;
        this.fill = fill;
        this.slots = slots;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("proposePutAways", KEEPERS, this::propose);
        routes.on("putAway", KEEPERS, this::place);
        routes.on("getFill", LOOKERS, this::fill);
    }

    private Future<Answer> propose(RoutingContext context) {
        int count = context.body().asJsonObject().getInteger("count", 1);
        if (count < 1 || count > MOST_PROPOSALS) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, "count: 1–" + MOST_PROPOSALS));
        }
        return putAways.propose(count).map(codes -> Answer.ok(Map.of("positionCodes", codes)));
    }

    private Future<Answer> place(RoutingContext context) {
        PutAways.Wanted wanted;
        try {
            wanted = wanted(context.body().asJsonObject());
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
        return putAways.place(wanted, Principals.of(context))
                .map(done -> Answer.created("/api/v1/packs/" + done.packNo(), done));
    }

    private static PutAways.Wanted wanted(JsonObject body) {
        String code = body.getString("positionCode");
        return new PutAways.Wanted(
                body.getString("packNo"),
                body.getString("barcode"),
                code == null ? null : ShelfAddress.parse(code),
                body.getBoolean("move", false));
    }

    private Future<Answer> fill(RoutingContext context) {
        Future<List<Fill.Carriage>> carriages = fill.perCarriage();
        Future<SlotRegister.Strays> strays = slots.strays();
        return Future.all(carriages, strays).map(both -> Answer.ok(view(carriages.result(), strays.result())));
    }

    /** Sums carriages to blocks and blocks to vaults. */
    private static Map<String, Object> view(List<Fill.Carriage> carriages, SlotRegister.Strays strays) {
        Map<String, Sum> vaults = new LinkedHashMap<>();
        Map<String, Sum> blocks = new LinkedHashMap<>();
        Sum all = new Sum();
        for (Fill.Carriage carriage : carriages) {
            String vault = carriage.block().substring(0, carriage.block().lastIndexOf('-'));
            vaults.computeIfAbsent(vault, id -> new Sum()).add(carriage);
            blocks.computeIfAbsent(carriage.block(), id -> new Sum()).add(carriage);
            all.add(carriage);
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("slots", all.slots);
        view.put("used", all.used);
        view.put("vaults", rows("vault", vaults));
        view.put("blocks", rows("block", blocks));
        view.put("carriages", carriages);
        view.put("outsidePlan", strays);
        return view;
    }

    private static List<Map<String, Object>> rows(String name, Map<String, Sum> sums) {
        List<Map<String, Object>> rows = new ArrayList<>();
        sums.forEach((id, sum) -> rows.add(Map.of(name, id, "slots", sum.slots, "used", sum.used)));
        return rows;
    }

    private static final class Sum {
        private long slots;
        private long used;

        void add(Fill.Carriage carriage) {
            slots += carriage.slots();
            used += carriage.used();
        }
    }
}
