package org.archivevault.server;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.archivevault.server.alarm.AlarmParts;
import org.archivevault.server.alarm.rule.RuleSweeper;
import org.archivevault.server.climate.ClimateParts;
import org.archivevault.server.climate.Retention;
import org.archivevault.server.edge.EventConsumer;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.mirror.MirrorParts;
import org.archivevault.server.preservation.PreservationParts;

/** Puts together what watches the vaults: the climate history, and whoever judges it. */
final class WatchParts {
    private final Foundation on;
    private final ClimateParts climate;
    private final PreservationParts preservation;
    private final AlarmParts alarms;
    private final RuleSweeper rules;
    private Runnable stopRules = () -> {};
    private final Retention retention;
    private final MirrorParts mirror;
    private Runnable stopRetention = () -> {};

    WatchParts(Foundation on, AlarmParts alarms) {
        this.on = on;
        this.alarms = alarms;
        this.climate = new ClimateParts(on.vertx(), on.plan(), on.database(), on.clock());
        this.preservation = new PreservationParts(on.vertx(), on.plan(), on.database(), climate.feed(), on.clock());
        this.rules = new RuleSweeper(new RuleSweeper.Ground(
                on.plan(),
                on.settings().alarms().rules(),
                on.database(),
                on.accessLog(),
                alarms.book(),
                climate.feed(),
                on.clock(),
                UUID.randomUUID()));
        this.retention = climate.retention(on.settings().db(), on.settings().climate(), on.accessLog());
        this.mirror = new MirrorParts(on.vertx(), on.settings().influx(), on.database(), climate.feed(), on.clock());
        on.health().partial("climate-retention", retention::isFine);
        if (on.settings().influx() != null) {
            on.health().partial("influx", mirror::isFine);
        }
    }

    /** The contract fragments of {@link #routes}. */
    List<String> fragments() {
        return List.of("climate", "preservation", "mirror");
    }

    List<RouteGroup> routes() {
        List<RouteGroup> routes = new ArrayList<>(climate.routes());
        routes.addAll(preservation.routes());
        routes.addAll(mirror.routes());
        return routes;
    }

    /** Who takes the edges' events in, within their transaction: cheap, or the edges wait. */
    List<EventConsumer> consumers() {
        return List.of(climate.consumer(), alarms.devices(), alarms.tagFloods());
    }

    Future<Void> start() {
        stopRetention = retention.start();
        return climate.start()
                .compose(started -> preservation.start())
                .compose(started -> mirror.start())
                .map(started -> {
                    stopRules = rules.start(on.vertx());
                    return null;
                });
    }

    /** Ends them in the reverse order, whatever fails. */
    Future<Void> close() {
        stopRules.run();
        stopRetention.run();
        return mirror.close().transform(closed -> preservation.close()).transform(closed -> climate.close());
    }
}
