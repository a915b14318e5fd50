package org.archivevault.server.inventory;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;
import org.archivevault.server.inventory.SweepUploads.Entered;
import org.archivevault.server.inventory.SweepUploads.Said;
import org.jspecify.annotations.Nullable;

/** Rounds over HTTP: opened, fed, closed, and what they found settled. */
final class InventoryRoutes implements RouteGroup {
    /** Bad lines that the answer to an upload tells; all of them are kept, and can be asked for. */
    private static final int MOST_TOLD = 100;

    private static final int USUAL_PAGE = 200;
    private static final int LONGEST_PAGE = 1_000;

    private static final Set<Role> KEEPERS = EnumSet.of(Role.ARCHIVIST);
    private static final Set<Role> READERS = EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.AUDITOR);

    private final Rounds rounds;
    private final SweepUploads uploads;
    private final RoundProgress progress;
    private final RoundClosing closing;
    private final Discrepancies discrepancies;

    InventoryRoutes(
            Rounds rounds,
            SweepUploads uploads,
            RoundProgress progress,
            RoundClosing closing,
            Discrepancies discrepancies) {
        this.rounds = rounds;
        this.uploads = uploads;
        this.progress = progress;
        this.closing = closing;
        this.discrepancies = discrepancies;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("openInventory", KEEPERS, this::open);
        routes.on(
                "listInventories",
                READERS,
                context -> rounds.list()
                        .map(all -> Answer.ok(Map.of(
                                "rounds",
                                all.stream().map(InventoryRoutes::view).toList()))));
        routes.on("getInventory", READERS, this::report);
        routes.stream("uploadSweep", KEEPERS, this::upload);
        routes.stream("closeInventory", KEEPERS, this::close);
        routes.on("listDiscrepancies", READERS, this::list);
        routes.on("settleDiscrepancy", KEEPERS, this::settle);
    }

    private Future<Answer> open(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        Scope scope = Parameters.parse("scope", body.getString("scope"), Scope::new);
        String since = body.getString("since");
        Instant from = since == null ? null : time("since", since);
        return rounds.open(scope, from, Principals.of(context))
                .map(round -> Answer.created("/api/v1/inventory-rounds/" + round.id(), view(round)));
    }

    private Future<Answer> report(RoutingContext context) {
        return rounds.find(id(context)).compose(round -> {
            Future<List<Map<String, Object>>> sweeps = progress.uploads(round.id());
            Future<List<Map<String, Object>>> faces =
                    round.isOpen() ? progress.faces(round) : Future.succeededFuture(List.of());
            Future<Map<String, Map<String, Long>>> counts = discrepancies.counts(round.id());
            return Future.all(sweeps, faces, counts).map(all -> {
                Map<String, Object> view = view(round);
                view.put("uploads", sweeps.result());
                if (round.isOpen()) {
                    view.put("faces", faces.result());
                } else {
                    view.put("discrepancies", counts.result());
                }
                return Answer.ok(view);
            });
        });
    }

    private Future<Answer> upload(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        String zone = context.request().getParam("zone");
        String face = context.request().getParam("face");
        ZoneId ofTimes = zone == null ? null : zone(zone);
        FaceId ofLines = face == null ? null : Parameters.parse("face", face, FaceId::parse);
        String device = context.request().getParam("device", "hand-held");
        return rounds.find(id(context))
                .compose(round -> round.isOpen()
                        ? uploads.receive(
                                context.request(),
                                new Said(
                                        round,
                                        type != null && type.startsWith("application/json"),
                                        device,
                                        ofTimes,
                                        ofLines),
                                Principals.of(context))
                        : Future.failedFuture(Problem.of(ErrorCode.INVENTORY_CLOSED, round.id())))
                .map(entered -> Answer.ok(view(entered)));
    }

    private Future<Answer> close(RoutingContext context) {
        boolean acceptUnswept = Boolean.parseBoolean(context.request().getParam("acceptUnswept", "false"));
        return closing.close(id(context), acceptUnswept, Principals.of(context))
                .compose(round -> discrepancies.counts(round.id()).map(counts -> {
                    Map<String, Object> view = view(round);
                    view.put("discrepancies", counts);
                    return Answer.ok(view);
                }));
    }

    private Future<Answer> list(RoutingContext context) {
        long after = number(context, "after", 0, 0, Long.MAX_VALUE);
        int limit = (int) number(context, "limit", USUAL_PAGE, 1, LONGEST_PAGE);
        String kind = context.request().getParam("kind", "");
        boolean open = Boolean.parseBoolean(context.request().getParam("open", "false"));
        return rounds.find(id(context))
                .compose(round -> discrepancies.list(round.id(), after, kind, open, limit))
                .map(found -> Answer.ok(Map.of("discrepancies", found)));
    }

    private Future<Answer> settle(RoutingContext context) {
        long id = Parameters.parse("id", String.valueOf(context.pathParam("id")), Long::parseLong);
        JsonObject body = context.body().asJsonObject();
        Resolution as = Parameters.parse("as", body.getString("as"), Resolution::of);
        String code = body.getString("positionCode");
        ShelfAddress slot = code == null ? null : Parameters.parse("positionCode", code, ShelfAddress::parse);
        return discrepancies
                .settle(id, as, slot, body.getString("note", ""), Principals.of(context))
                .map(Answer::ok);
    }

    private static UUID id(RoutingContext context) {
        String text = String.valueOf(context.pathParam("id"));
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorCode.INVENTORY_NOT_FOUND, text);
        }
    }

    private static Instant time(String name, String text) {
        return parsed(name, text, value -> OffsetDateTime.parse(value).toInstant());
    }

    private static ZoneId zone(String text) {
        return parsed("zone", text, ZoneId::of);
    }

    /** java.time has an exception of its own. */
    private static <T> T parsed(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (java.time.DateTimeException e) {
            throw Problem.of(ErrorCode.BAD_REQUEST, name + ": " + e.getMessage());
        }
    }

    static long number(RoutingContext context, String name, long usual, long least, long most) {
        String text = context.request().getParam(name);
        if (text == null) {
            return usual;
        }
        long value = Parameters.parse(name, text, Long::parseLong);
        if (value < least || value > most) {
            throw Problem.of(ErrorCode.BAD_REQUEST, name + ": " + least + "–" + most);
        }
        return value;
    }

    private static Map<String, Object> view(Round round) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", round.id());
        view.put("scope", round.scope().text());
        view.put("state", round.isOpen() ? "open" : "closed");
        view.put("since", round.since());
        view.put("openedBy", round.openedBy());
        view.put("openedAt", round.openedAt());
        Round.End end = round.end();
        if (end != null) {
            view.put("closedBy", end.closedBy());
            view.put("closedAt", end.closedAt());
            view.put("expected", end.expected());
            view.put("unswept", end.unswept());
            view.put("tooNew", end.tooNew());
        }
        return view;
    }

    private static Map<String, Object> view(Entered entered) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", entered.id());
        view.put("alreadyKnown", entered.again());
        view.put("accepted", entered.taken().accepted());
        view.put("rejected", entered.taken().rejections().size());
        put(view, "firstRead", entered.taken().firstRead());
        put(view, "lastRead", entered.taken().lastRead());
        view.put("ignoredColumns", entered.taken().ignored());
        view.put(
                "rejections",
                entered.taken().rejections().stream().limit(MOST_TOLD).toList());
        return view;
    }

    private static void put(Map<String, Object> view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, Objects.requireNonNull(value));
        }
    }
}
