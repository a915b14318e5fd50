package org.archivevault.server.tags;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.EventStream;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on alarms: the list, the live stream, and a person's word. */
final class AlarmRoutes implements RouteGroup {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmRoutes.class);
    private static final Set<Role> LOOKERS =
            EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.SECURITY, Role.AUDITOR);
    private static final Set<Role> GUARDS = EnumSet.of(Role.FACILITIES, Role.SECURITY);
    /** Between two looks for alarms that another process has raised, in milliseconds: told well within 2 s. */
    private static final long LOOK_MILLIS = 500;

    private final AlarmBook book;
    private final AlarmFeed feed;

    AlarmRoutes(AlarmBook book, AlarmFeed feed) {
        this.book = book;
        this.feed = feed;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("listAlarms", LOOKERS, this::list);
        routes.stream("followAlarms", LOOKERS, this::follow);
        routes.on("acknowledgeAlarm", GUARDS, this::acknowledge);
    }

    private Future<Answer> list(RoutingContext context) {
        boolean all = "true".equals(context.queryParams().get("all"));
        return book.list(all).map(Answer::ok);
    }

    private Future<Answer> acknowledge(RoutingContext context) {
        UUID id = Parameters.parse("id", context.pathParam("id"), UUID::fromString);
        String reason = context.body().asJsonObject().getString("reason");
        return book.acknowledge(id, Principals.of(context).userName(), reason).map(Answer::ok);
    }

    private Future<Answer> follow(RoutingContext context) {
        new Listener().start(context);
        return Future.succeededFuture(Answer.handled());
    }

    /** One listener: is told of every open alarm once, and of every change of one. */
    private final class Listener {
        private final Map<UUID, Integer> told = new HashMap<>();
        private boolean looking;
        private boolean again;

        void start(RoutingContext request) {
            Context loop = request.vertx().getOrCreateContext();
            Runnable[] endings = {() -> {}};
            EventStream stream = EventStream.open(request, () -> endings[0].run());
            Runnable deaf = feed.listen(() -> loop.runOnContext(turn -> look(stream)));
            long timer = request.vertx().setPeriodic(LOOK_MILLIS, tick -> look(stream));
            endings[0] = () -> {
                deaf.run();
                request.vertx().cancelTimer(timer);
            };
            look(stream);
        }

        private void look(EventStream stream) {
            if (looking) {
                again = true;
                return;
            }
            looking = true;
            again = false;
            book.news()
                    .onSuccess(alarms -> send(stream, alarms))
                    .onFailure(failure -> LOG.debug("Alarms could not be looked at; tried again", failure))
                    .onComplete(done -> {
                        looking = false;
                        if (again) {
                            look(stream);
                        }
                    });
        }

        private void send(EventStream stream, List<Alarm> alarms) {
            boolean first = told.isEmpty();
            told.keySet().retainAll(alarms.stream().map(Alarm::id).toList());
            for (Alarm alarm : alarms) {
                Integer before = told.get(alarm.id());
                boolean news = before == null || before != alarm.revision();
                // Whoever comes anew need not hear of what is over.
                boolean over = first && alarm.acknowledgedAt() != null;
                if (news && !over && !stream.send("alarm", alarm)) {
                    return;
                }
                told.put(alarm.id(), alarm.revision());
            }
        }
    }
}
