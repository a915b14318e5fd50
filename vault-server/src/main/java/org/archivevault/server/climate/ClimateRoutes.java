package org.archivevault.server.climate;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.server.climate.ReadingRanges.Subject;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** The operations of the contract fragment {@code climate}. */
final class ClimateRoutes implements RouteGroup {
    /** Who sees the climate: everybody but the administrator, who sees no business data. */
    private static final Set<Role> LOOKERS = Collections.unmodifiableSet(
            EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.SECURITY, Role.AUDITOR));

    /** What is shown when nobody says from when. */
    private static final Duration USUAL = Duration.ofDays(1);

    private final ClimateNow now;
    private final ReadingRanges ranges;
    private final ReadingDownload download;
    private final InstantSource clock;

    ClimateRoutes(ClimateNow now, ReadingRanges ranges, ReadingDownload download, InstantSource clock) {
        this.now = now;
        this.ranges = ranges;
        this.download = download;
        this.clock = clock;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("listZones", LOOKERS, context -> now.zones().map(Answer::ok));
        routes.on("listSensors", LOOKERS, context -> now.sensors().map(Answer::ok));
        routes.on("getSensorReadings", LOOKERS, context -> range(context, Subject.SENSOR, sensor(context)));
        routes.on("getZoneReadings", LOOKERS, context -> range(context, Subject.ZONE, zone(context)));
        routes.stream("downloadSensorReadings", LOOKERS, context -> csv(context, Subject.SENSOR, sensor(context)));
        routes.stream("downloadZoneReadings", LOOKERS, context -> csv(context, Subject.ZONE, zone(context)));
    }

    private static String sensor(RoutingContext context) {
        return Parameters.parse("sensor", context.pathParam("sensor"), SensorId::new)
                .value();
    }

    private static String zone(RoutingContext context) {
        return Parameters.parse("zone", context.pathParam("zone"), ZoneId::new).value();
    }

    private Future<Answer> range(RoutingContext context, Subject subject, String name) {
        Instant to = to(context);
        Instant from = from(context, to);
        String quantity = query(context, "quantity");
        return ranges.of(new ReadingRanges.Asked(
                        subject,
                        name,
                        from,
                        to,
                        StepChoice.of(from, to, query(context, "step")),
                        quantity == null ? null : Parameters.parse("quantity", quantity, Quantity::of)))
                .map(Answer::ok);
    }

    private Future<Answer> csv(RoutingContext context, Subject subject, String name) {
        Instant to = to(context);
        return download.write(context.response(), subject, name, from(context, to), to)
                .map(Answer.handled());
    }

    private Instant to(RoutingContext context) {
        String text = query(context, "to");
        return text == null ? clock.instant() : instant("to", text);
    }

    private static Instant from(RoutingContext context, Instant to) {
        String text = query(context, "from");
        return text == null ? to.minus(USUAL) : instant("from", text);
    }

    private static Instant instant(String name, String text) {
        return Parameters.parse(name, text, given -> {
            try {
                return java.time.OffsetDateTime.parse(given).toInstant();
            } catch (java.time.DateTimeException e) {
                throw new IllegalArgumentException(given, e);
            }
        });
    }

    private static @Nullable String query(RoutingContext context, String name) {
        return context.queryParams().get(name);
    }
}
