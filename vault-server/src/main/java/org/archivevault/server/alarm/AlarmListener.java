package org.archivevault.server.alarm;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.archivevault.server.http.EventStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener: is told of every open alarm once, and of every change of one. */
final class AlarmListener {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmListener.class);
    /** Between two looks for alarms that another process has raised, in milliseconds: told well within 2 s. */
    private static final long LOOK_MILLIS = 500;

    private final AlarmLook look;
    private final AlarmFeed feed;
    private final Map<UUID, Integer> told = new HashMap<>();
    private boolean looking;
    private boolean again;

    AlarmListener(AlarmLook look, AlarmFeed feed) {
        this.look = look;
        this.feed = feed;
    }

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
        look.news()
                .onSuccess(alarms -> send(stream, alarms))
                .onFailure(failure -> LOG.debug("Alarms could not be looked at; tried again", failure))
                .onComplete(done -> {
                    looking = false;
                    if (again) {
                        look(stream);
                    }
                });
    }

    private void send(EventStream stream, List<Alarm> newestFirst) {
        boolean first = told.isEmpty();
        told.keySet().retainAll(newestFirst.stream().map(Alarm::id).toList());
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Alarm alarm = newestFirst.get(i);
            Integer before = told.get(alarm.id());
            boolean news = before == null || before != alarm.revision();
            // Whoever comes anew need not hear of what is over.
            boolean over = first && alarm.closedAt() != null;
            if (news && !over && !stream.send("alarm", alarm)) {
                return;
            }
            told.put(alarm.id(), alarm.revision());
        }
    }
}
