package org.archivevault.server.preservation;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;

/** The operations of the contract fragment {@code preservation}. */
final class PreservationRoutes implements RouteGroup {
    private static final Set<Role> LOOKERS =
            EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.SECURITY, Role.AUDITOR);
    private static final Set<Role> KEEPERS = EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES);
    private static final String USUAL_DAYS = "365";
    private static final int MOST_DAYS = 3_650;
    /** Hours told when nobody says how many. */
    private static final Duration USUAL_HOURS = Duration.ofDays(7);
    /** Most hours told at once: a month, 744 rows. */
    private static final Duration MOST_HOURS = Duration.ofDays(31);

    private final ZoneLook zones;
    private final PackLook packs;
    private final InstantSource clock;

    PreservationRoutes(ZoneLook zones, PackLook packs, InstantSource clock) {
        this.zones = zones;
        this.packs = packs;
        this.clock = clock;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("listZonePreservation", LOOKERS, context -> zones.all().map(Answer::ok));
        routes.on("getZonePreservation", LOOKERS, this::zone);
        routes.on("getZoneHours", LOOKERS, this::hours);
        routes.on("getPackPreservation", KEEPERS, this::pack);
    }

    private Future<Answer> zone(RoutingContext context) {
        ZoneId zone = zoneOf(context);
        int days = Parameters.parse("days", context.request().getParam("days", USUAL_DAYS), PreservationRoutes::days);
        return zones.one(zone, Duration.ofDays(days))
                .map(found -> found.map(Answer::ok).orElseThrow(() -> Problem.of(ErrorCode.ZONE_NOT_FOUND, zone)));
    }

    private Future<Answer> hours(RoutingContext context) {
        ZoneId zone = zoneOf(context);
        if (!zones.knows(zone)) {
            return Future.failedFuture(Problem.of(ErrorCode.ZONE_NOT_FOUND, zone));
        }
        String untilText = context.request().getParam("until");
        String fromText = context.request().getParam("from");
        Instant until =
                untilText == null ? clock.instant() : Parameters.parse("until", untilText, PreservationRoutes::time);
        Instant from = fromText == null
                ? until.minus(USUAL_HOURS)
                : Parameters.parse("from", fromText, PreservationRoutes::time);
        Duration asked = Duration.between(from, until);
        if (asked.isNegative() || asked.compareTo(MOST_HOURS) > 0) {
            return Future.failedFuture(
                    Problem.of(ErrorCode.BAD_REQUEST, "from..until: 0-" + MOST_HOURS.toDays() + " d"));
        }
        return zones.hours(zone, from, until)
                .map(hours -> Answer.ok(Map.of(
                        "zone",
                        zone,
                        "hours",
                        hours.stream().map(PreservationRoutes::told).toList())));
    }

    private Future<Answer> pack(RoutingContext context) {
        PackNo pack = Parameters.parse("packNo", context.pathParam("packNo"), PackNo::new);
        return packs.of(pack)
                .map(found -> found.map(Answer::ok).orElseThrow(() -> Problem.of(ErrorCode.PACK_NOT_FOUND, pack)));
    }

    private static Map<String, Object> told(ZoneHour hour) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("hour", hour.hour());
        told.put("temperature", Period.rounded(hour.temperature()));
        told.put("humidity", Period.rounded(hour.humidity()));
        hour.dewPoint().ifPresent(value -> told.put("dewPoint", Period.rounded(value)));
        hour.preservationIndex().ifPresent(value -> told.put("preservationIndex", Period.rounded(value)));
        hour.mouldLimit().ifPresent(value -> told.put("mouldLimit", Period.rounded(value)));
        told.put("mould", hour.reachesMouldLimit());
        return told;
    }

    private static ZoneId zoneOf(RoutingContext context) {
        return Parameters.parse("zone", context.pathParam("zone"), ZoneId::new);
    }

    private static int days(String text) {
        int days = Integer.parseInt(text);
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException(text + " is not 1-" + MOST_DAYS);
        }
        return days;
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not like 2026-11-21T08:00:00+08:00", e);
        }
    }
}
