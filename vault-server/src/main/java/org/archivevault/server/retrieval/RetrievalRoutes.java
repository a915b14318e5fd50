package org.archivevault.server.retrieval;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.archivevault.protocol.pack.Barcode;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.protocol.pack.SealNo;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** The operations on retrievals. */
final class RetrievalRoutes implements RouteGroup {
    private static final String PATH = "/api/v1/retrievals/";
    private static final Set<Role> LOOKERS = EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.SECURITY);
    private static final Set<Role> RELEASERS = EnumSet.of(Role.ARCHIVIST, Role.FACILITIES);

    private final RetrievalService service;
    private final RetrievalDesk desk;
    private final PackReturns returns;
    private final RetrievalLook look;
    private final AccessLog accessLog;
    private final LongSupplier nanoTime;

    RetrievalRoutes(
            RetrievalService service,
            RetrievalDesk desk,
            PackReturns returns,
            RetrievalLook look,
            AccessLog accessLog,
            LongSupplier nanoTime) {
        this.service = service;
        this.desk = desk;
        this.returns = returns;
        this.look = look;
        this.accessLog = accessLog;
        this.nanoTime = nanoTime;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("askRetrieval", RetrievalRules.MAY_RETRIEVE, this::ask);
        routes.on("getRetrieval", LOOKERS, context -> look.at(idIn(context)).map(Answer::ok));
        routes.stream("followRetrieval", LOOKERS, this::follow);
        routes.on("openRetrieval", RetrievalRules.MAY_RETRIEVE, this::open);
        routes.on(
                "cancelRetrieval",
                RELEASERS,
                context -> logged(context, "retrieval-cancel", desk.cancel(idIn(context), Principals.of(context)))
                        .compose(this::answer));
        routes.on(
                "closeRetrieval",
                RELEASERS,
                context -> logged(context, "retrieval-close", desk.close(idIn(context), Principals.of(context)))
                        .compose(this::answer));
        routes.on("takePack", RetrievalRules.MAY_RETRIEVE, this::take);
        routes.on("returnPack", RetrievalRules.MAY_RETRIEVE, this::giveBack);
    }

    private Future<Answer> ask(RoutingContext context) {
        long asked = nanoTime.getAsLong();
        JsonObject body = context.body().asJsonObject();
        RetrievalRequest request = new RetrievalRequest(
                Principals.of(context),
                Parameters.parse("orderNo", body.getString("orderNo"), BusinessOrderNo::new),
                Parameters.parse("purpose", body.getString("purpose"), Purpose::new),
                optional(body, "packNo").map(text -> Parameters.parse("packNo", text, PackNo::new)),
                asked);
        return logged(context, "retrieval-ask", service.ask(request)).map(this::answer);
    }

    private Future<Answer> open(RoutingContext context) {
        long asked = nanoTime.getAsLong();
        return logged(context, "retrieval-open", service.open(idIn(context), Principals.of(context), asked))
                .map(this::answer);
    }

    private Future<Answer> follow(RoutingContext context) {
        String last = context.request().getHeader("Last-Event-ID");
        Optional<Integer> lastSeen = last == null || last.isBlank()
                ? Optional.empty()
                : Optional.of(
                        Parameters.parse("Last-Event-ID", last.strip(), text -> Math.max(0, Integer.parseInt(text))));
        return look.follow(context, idIn(context), lastSeen).map(Answer.handled());
    }

    private Future<Answer> take(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        Optional<PackNo> pack = optional(body, "packNo").map(text -> Parameters.parse("packNo", text, PackNo::new));
        Optional<Barcode> barcode =
                optional(body, "barcode").map(text -> Parameters.parse("barcode", text, Barcode::new));
        if (pack.isPresent() == barcode.isPresent()) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, "packNo | barcode"));
        }
        UUID id = idIn(context);
        Principal who = Principals.of(context);
        Future<Retrieval> taken = pack.map(no -> desk.take(id, who, no, sealIn(body)))
                .orElseGet(() -> desk.scan(id, who, barcode.orElseThrow(), sealIn(body)));
        return logged(context, "pack-take", taken).compose(this::answer);
    }

    private Future<Answer> giveBack(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        PackNo pack = Parameters.parse("packNo", context.pathParam("packNo"), PackNo::new);
        PackReturns.Returned returned =
                new PackReturns.Returned(Principals.of(context), pack, sealIn(body), body.getLong("pageCount"));
        return logged(context, "pack-return", returns.giveBack(returned)).map(Answer::ok);
    }

    /** A refusal that its transaction has not recorded is recorded here, before it is answered. */
    private <T> Future<T> logged(RoutingContext context, String what, Future<T> done) {
        return done.recover(failure -> {
            if (!(failure instanceof Problem problem) || problem.extras().containsKey("retrieval")) {
                return Future.failedFuture(failure);
            }
            Principal who = Principals.of(context);
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("code", problem.code().code());
            AccessEntry entry = AccessEntry.of(what, who.userName(), objectOf(context), AccessEntry.REFUSED, facts);
            return accessLog.record(entry).compose(recorded -> Future.failedFuture(failure));
        });
    }

    private static String objectOf(RoutingContext context) {
        String id = context.pathParam("id");
        String pack = context.pathParam("packNo");
        return id != null ? "retrieval:" + id : pack != null ? "pack:" + pack : "";
    }

    /** 201 when the aisle opens or stands open, 202 when it waits, 200 when it was asked for before. */
    private Answer answer(Decision decision) {
        Retrieval retrieval = decision.retrieval();
        if (retrieval.state() == RetrievalState.WAITING) {
            return Answer.accepted(look.told(decision));
        }
        return decision.isNew()
                ? Answer.created(PATH + retrieval.id(), look.told(decision))
                : Answer.ok(look.told(decision));
    }

    private Future<Answer> answer(Retrieval retrieval) {
        return look.at(retrieval.id()).map(Answer::ok);
    }

    private static Optional<SealNo> sealIn(JsonObject body) {
        return optional(body, "sealNo").map(text -> Parameters.parse("sealNo", text, SealNo::new));
    }

    private static Optional<String> optional(JsonObject body, String key) {
        @Nullable String text = body.getString(key);
        return Optional.ofNullable(text);
    }

    private static UUID idIn(RoutingContext context) {
        return Parameters.parse("id", context.pathParam("id"), UUID::fromString);
    }
}
