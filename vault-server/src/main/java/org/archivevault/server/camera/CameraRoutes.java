package org.archivevault.server.camera;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** The operations on cameras, evidence and stills. What shows people is for security and auditors, and every look is logged. */
final class CameraRoutes implements RouteGroup {
    private static final Set<Role> WATCHERS = EnumSet.of(Role.ARCHIVIST, Role.FACILITIES, Role.SECURITY, Role.AUDITOR);
    private static final Set<Role> INVESTIGATORS = EnumSet.of(Role.SECURITY, Role.AUDITOR);

    private final Database database;
    private final AccessLog accessLog;
    private final CameraPlaces places;
    private final PeopleSeen people;
    private final Stills stills;
    private final RetrievalEvidence retrievals;
    private final AlarmsAround alarms;
    private final Predicate<EdgeId> online;
    private final InstantSource clock;
    private final CameraStates states = new CameraStates();

    CameraRoutes(
            Database database,
            AccessLog accessLog,
            CameraPlaces places,
            PeopleSeen people,
            Stills stills,
            Predicate<EdgeId> online,
            InstantSource clock) {
        this.database = database;
        this.accessLog = accessLog;
        this.places = places;
        this.people = people;
        this.stills = stills;
        this.retrievals = new RetrievalEvidence(database, places, stills, clock);
        this.alarms = new AlarmsAround(database, places, stills);
        this.online = online;
        this.clock = clock;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("listCameras", WATCHERS, context -> cameras());
        routes.on("getRetrievalEvidence", INVESTIGATORS, this::evidence);
        routes.on("listAlarmStills", INVESTIGATORS, this::alarmStills);
        routes.on("getStill", INVESTIGATORS, this::still);
    }

    private Future<Answer> cameras() {
        SqlClient client = database.reads();
        Set<CameraId> all = places.all().stream().map(CameraPlaces.Place::id).collect(Collectors.toSet());
        return states.all(client)
                .compose(known -> people.goingOn(client, all).map(seen -> {
                    Map<String, List<Observations.Noticed>> sees =
                            seen.stream().collect(Collectors.groupingBy(Observations.Noticed::camera));
                    Instant now = clock.instant();
                    return Answer.ok(places.all().stream()
                            .map(place -> CameraAnswer.of(
                                    place,
                                    known.get(place.id().value()),
                                    online.test(place.edge()),
                                    sees.getOrDefault(place.id().value(), List.of()),
                                    now))
                            .toList());
                }));
    }

    private Future<Answer> evidence(RoutingContext context) {
        UUID id = Parameters.parse("id", context.pathParam("id"), UUID::fromString);
        Instant from = time(context, "from");
        Instant to = time(context, "to");
        return retrievals.of(id, from, to).compose(told -> logged(context, "evidence-seen", "retrieval:" + id, told));
    }

    private Future<Answer> alarmStills(RoutingContext context) {
        UUID id = Parameters.parse("id", context.pathParam("id"), UUID::fromString);
        return alarms.stillsOf(id).compose(told -> logged(context, "evidence-seen", "alarm:" + id, told));
    }

    /** Who looks at what other people did is on record before the answer leaves. */
    private Future<Answer> logged(RoutingContext context, String kind, String object, Map<String, Object> told) {
        return accessLog
                .record(AccessEntry.of(kind, Principals.of(context).userName(), object, AccessEntry.OK))
                .map(recorded -> Answer.ok(told));
    }

    private Future<Answer> still(RoutingContext context) {
        String name = Objects.requireNonNullElse(context.pathParam("sha256"), "");
        String purpose = context.request().getParam("purpose", "").strip();
        if (!StillPiece.isName(name)) {
            return Future.failedFuture(Problem.of(ErrorCode.STILL_NOT_FOUND, name));
        }
        return stills.look(name, Principals.of(context).userName(), purpose)
                .map(jpeg -> new Answer(200, jpeg, Map.of("Content-Type", "image/jpeg")));
    }

    private static @Nullable Instant time(RoutingContext context, String name) {
        String text = context.request().getParam(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.of(ErrorCode.BAD_REQUEST, name + ": " + e.getMessage());
        }
    }
}
