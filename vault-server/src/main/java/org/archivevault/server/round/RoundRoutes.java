package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.server.database.Database;
import org.archivevault.server.deadline.Standing;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** The operations on rounds, and whether ventilating would help. */
final class RoundRoutes implements RouteGroup {
    private static final Set<Role> LOOKERS =
            EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.SECURITY, Role.AUDITOR);
    private static final Set<Role> WALKERS = EnumSet.of(Role.ARCHIVIST, Role.FACILITIES, Role.SECURITY);
    private static final Set<Role> KEEPERS = EnumSet.of(Role.FACILITIES);

    private final RoundDesk desk;
    private final VentilationDesk ventilation;
    private final Database database;
    private final InstantSource clock;

    RoundRoutes(RoundDesk desk, VentilationDesk ventilation, Database database, InstantSource clock) {
        this.desk = desk;
        this.ventilation = ventilation;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("listRounds", LOOKERS, context -> list());
        routes.on("putRound", KEEPERS, this::put);
        routes.on(
                "listRoundRuns", LOOKERS, context -> desk.runsOf(name(context)).map(Answer::ok));
        routes.on(
                "startRound",
                WALKERS,
                context -> desk.start(name(context), Principals.of(context))
                        .map(run -> Answer.created("/api/v1/round-runs/" + run.get("id"), run)));
        routes.on(
                "spreadForRound",
                Spreading.MAY_MOVE,
                context -> desk.spread(run(context), Principals.of(context)).map(Answer::ok));
        routes.on("getRoundRun", LOOKERS, context -> desk.run(run(context)).map(Answer::ok));
        routes.on("answerRound", WALKERS, this::answer);
        routes.on(
                "finishRound",
                WALKERS,
                context -> desk.finish(
                                run(context),
                                Objects.requireNonNullElse(
                                        context.body().asJsonObject().getString("remark"), ""),
                                who(context))
                        .map(Answer::ok));
        routes.on("getVentilation", LOOKERS, context -> ventilation());
    }

    private Future<Answer> list() {
        return desk.all().map(all -> {
            Instant now = clock.instant();
            return Answer.ok(all.stream().map(kept -> view(kept, now)).toList());
        });
    }

    private Future<Answer> put(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        Schedule schedule = Parameters.parse("round", name(context), id -> RoundJson.schedule(id, body));
        return desk.put(schedule, who(context)).map(kept -> Answer.ok(view(kept, clock.instant())));
    }

    private Future<Answer> answer(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        RoundDesk.Answer answer = new RoundDesk.Answer(
                body.getString("item"),
                body.getString("answer"),
                Objects.requireNonNullElse(body.getString("remark"), "").strip(),
                body.getString("photo"));
        return desk.answer(run(context), answer, who(context)).map(Answer::ok);
    }

    private Future<Answer> ventilation() {
        Instant now = clock.instant();
        List<VentilationDesk.Judged> all = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (BlockId block : ventilation.blocks()) {
            done = done.compose(
                    before -> ventilation.judge(database.reads(), block, now).map(judged -> {
                        all.add(judged);
                        return null;
                    }));
        }
        return done.map(judged -> Answer.ok(all));
    }

    private static Map<String, Object> view(RoundRows.Kept kept, Instant now) {
        Schedule schedule = kept.schedule();
        // Ventilating helps or not; nothing is overdue because it did not.
        Standing standing = !schedule.active()
                ? Standing.NORMAL
                : schedule.kind() == RoundKind.VENTILATION && kept.deadline().standing(now) == Standing.OVERDUE
                        ? Standing.WARNING
                        : kept.deadline().standing(now);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", schedule.id());
        view.put("kind", schedule.kind());
        view.put("title", schedule.title());
        view.put("vault", schedule.vault());
        put(view, "block", schedule.block());
        view.put("rhythm", RoundJson.view(schedule.rhythm()));
        view.put("daysOff", schedule.daysOff().stream().sorted().toList());
        view.put("warnMinutes", schedule.warnBefore().toMinutes());
        view.put("checklist", schedule.checklist());
        view.put("active", schedule.active());
        view.put("dueAt", kept.dueAt());
        view.put("standing", standing);
        view.put("standingTitle", standing.title());
        put(view, "going", kept.going());
        return view;
    }

    private static void put(Map<String, Object> view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, value);
        }
    }

    private static String who(RoutingContext context) {
        return Principals.of(context).userName();
    }

    private static String name(RoutingContext context) {
        return Objects.requireNonNullElse(context.pathParam("id"), "");
    }

    private static UUID run(RoutingContext context) {
        String text = Objects.requireNonNullElse(context.pathParam("id"), "");
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorCode.ROUND_RUN_NOT_FOUND, text);
        }
    }
}
