package org.archivevault.server.alarm;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** The operations on alarms. Whether somebody may act on a certain alarm depends on its family: {@link AlarmDesk}. */
final class AlarmRoutes implements RouteGroup {
    private static final Set<Role> LOOKERS =
            EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.SECURITY, Role.AUDITOR);
    private static final Set<Role> GUARDS = EnumSet.of(Role.FACILITIES, Role.SECURITY);

    private final AlarmDesk desk;
    private final AlarmLook look;
    private final AlarmFeed feed;

    AlarmRoutes(AlarmDesk desk, AlarmLook look, AlarmFeed feed) {
        this.desk = desk;
        this.look = look;
        this.feed = feed;
    }

    /** What a person does to one alarm. */
    private interface Act {
        Future<Alarm> on(UUID id, Principal by, JsonObject body);
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("listAlarms", LOOKERS, this::list);
        routes.stream("followAlarms", LOOKERS, this::follow);
        routes.on("getAlarm", LOOKERS, context -> look.whole(id(context)).map(Answer::ok));
        act(routes, "acknowledgeAlarm", (id, by, body) -> desk.acknowledge(id, by, reason(body)));
        act(
                routes,
                "shelveAlarm",
                (id, by, body) -> desk.shelve(id, by, reason(body), instant(body.getString("until"))));
        act(routes, "unshelveAlarm", quiet(LifeEvent.UNSHELVED));
        act(routes, "suppressAlarm", quiet(LifeEvent.SUPPRESSED));
        act(routes, "unsuppressAlarm", quiet(LifeEvent.UNSUPPRESSED));
        act(routes, "takeAlarmOutOfService", quiet(LifeEvent.TAKEN_OUT));
        act(routes, "putAlarmInService", quiet(LifeEvent.PUT_BACK));
        act(routes, "commentAlarm", (id, by, body) -> desk.comment(id, by, body.getString("text")));
        act(routes, "assignAlarm", (id, by, body) -> desk.assign(id, by, body.getString("to"), reason(body)));
    }

    private Act quiet(LifeEvent event) {
        return (id, by, body) -> desk.quieten(id, by, event, reason(body), null);
    }

    private static void act(ApiRoutes routes, String operation, Act act) {
        routes.on(
                operation,
                GUARDS,
                context -> act.on(
                                id(context),
                                Principals.of(context),
                                context.body().asJsonObject())
                        .map(Answer::ok));
    }

    private static UUID id(RoutingContext context) {
        return Parameters.parse("id", context.pathParam("id"), UUID::fromString);
    }

    private static String reason(JsonObject body) {
        return body.getString("reason", "");
    }

    private static Instant instant(String text) {
        return Parameters.parse("time", text, value -> {
            try {
                return OffsetDateTime.parse(value).toInstant();
            } catch (java.time.format.DateTimeParseException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        });
    }

    private Future<Answer> list(RoutingContext context) {
        AlarmLook.Filter filter = new AlarmLook.Filter(
                "true".equals(context.queryParams().get("all")),
                query(context, "family", AlarmFamily::of),
                query(context, "kind", AlarmKind::of),
                query(context, "priority", Priority::of),
                query(context, "state", AlarmState::of),
                query(context, "subject", Function.identity()),
                query(context, "place", Function.identity()),
                query(context, "from", AlarmRoutes::instant),
                query(context, "to", AlarmRoutes::instant),
                query(context, "memberOf", UUID::fromString),
                limit(query(context, "limit", Integer::valueOf)));
        return look.list(filter).map(Answer::ok);
    }

    private static int limit(@Nullable Integer asked) {
        return asked == null ? AlarmLook.MOST_TOLD : Math.max(1, Math.min(asked, AlarmLook.MOST_TOLD));
    }

    private static <T> @Nullable T query(RoutingContext context, String name, Function<String, T> parser) {
        String text = context.queryParams().get(name);
        return text == null ? null : Parameters.parse(name, text, parser);
    }

    private Future<Answer> follow(RoutingContext context) {
        new AlarmListener(look, feed).start(context);
        return Future.succeededFuture(Answer.handled());
    }
}
