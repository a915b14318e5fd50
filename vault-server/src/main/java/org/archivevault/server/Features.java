package org.archivevault.server;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.archivevault.server.accesslog.AccessLogRoutes;
import org.archivevault.server.account.Accounts;
import org.archivevault.server.alarm.AlarmParts;
import org.archivevault.server.alarm.notice.NoticeSender;
import org.archivevault.server.alarm.notice.NoticeSettings;
import org.archivevault.server.alarm.notice.Notices;
import org.archivevault.server.http.RouteGroup;

/**
 * What the server is made of, feature by feature, in order: who is built later may use who was built before. A feature
 * is added here by a constructor call and the name of its contract fragment, and nowhere else.
 */
final class Features {
    private final List<String> fragments = new ArrayList<>();
    private final List<RouteGroup> routes = new ArrayList<>();
    private final List<Supplier<Future<?>>> starts = new ArrayList<>();
    private final Deque<Supplier<Future<?>>> closes = new ArrayDeque<>();

    private Features() {}

    static Features compose(Foundation on, Accounts accounts) {
        Features all = new Features();

        // Sign-in, users, access log.
        all.fragments.add("foundation");
        all.routes.addAll(accounts.routes());
        all.routes.add(new AccessLogRoutes(on.vertx(), on.accessLog(), on.database()));
        all.closes.push(accounts::close);

        // Catalogue, location, put-away, import, search, labels, inventory.
        ArchiveParts archive = new ArchiveParts(on);
        all.fragments.add("catalogue");
        all.fragments.add("location");
        all.fragments.add("label");
        all.fragments.add("inventory");
        all.routes.addAll(archive.routes());
        all.starts.add(archive::start);
        all.closes.push(archive::close);

        // Alarms of the whole house.
        NoticeSettings notices = on.settings().alarms().notices();
        AlarmParts alarms = new AlarmParts(
                on.vertx(), on.database(), on.accessLog(), on.clock(), UUID::randomUUID, new Notices(notices));
        NoticeSender sender =
                new NoticeSender(on.vertx(), notices, on.database(), on.accessLog(), alarms.book(), on.clock());
        all.fragments.add("alarm");
        all.routes.add(alarms.routes());
        all.starts.add(alarms::start);
        all.starts.add(sender::start);
        all.closes.push(sender::close);
        all.closes.push(alarms::close);

        // Edge link, shelving, retrieval; climate, cameras, rounds.
        BrokerSettings broker = on.settings().mqtt();
        if (broker == null) {
            all.routes.add(archive.location(ArchiveParts::noEdge, ArchiveParts::noEdgeToAsk));
            return all;
        }
        WatchParts watch = new WatchParts(on, alarms);
        HouseParts house = new HouseParts(on, alarms.book());
        EdgeParts edges = new EdgeParts(
                on,
                archive,
                alarms.book(),
                broker,
                Stream.of(watch.consumers(), house.consumers())
                        .flatMap(List::stream)
                        .toList());
        house.reach(edges);
        all.fragments.add("retrieval");
        all.fragments.add("shelving");
        all.fragments.add("tags");
        all.fragments.addAll(watch.fragments());
        all.fragments.addAll(house.fragments());
        all.routes.addAll(edges.routes());
        all.routes.addAll(watch.routes());
        all.routes.addAll(house.routes());
        all.routes.add(archive.location(edges.obstacles(), edges.permission()));
        // What the edges' events lead to is ready before the first comes, and there until the last is in.
        all.starts.add(watch::start);
        all.closes.push(watch::close);
        all.starts.add(house::start);
        all.closes.push(house::close);
        all.starts.add(edges::start);
        all.closes.push(edges::close);
        return all;
    }

    List<String> fragments() {
        return List.copyOf(fragments);
    }

    List<RouteGroup> routes() {
        return List.copyOf(routes);
    }

    /** Starts in order; fails with the first that fails. */
    Future<Void> start() {
        Future<Void> started = Future.succeededFuture();
        for (Supplier<Future<?>> start : starts) {
            started = started.compose(before -> start.get().mapEmpty());
        }
        return started;
    }

    /** Closes all, in the reverse order, whatever fails. */
    Future<Void> close() {
        Future<Void> closed = Future.succeededFuture();
        for (Supplier<Future<?>> close : closes) {
            closed = closed.transform(before -> close.get().<Void>mapEmpty());
        }
        return closed;
    }
}
