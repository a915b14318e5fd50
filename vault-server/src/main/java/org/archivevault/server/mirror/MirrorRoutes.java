package org.archivevault.server.mirror;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;
import org.jspecify.annotations.Nullable;

/** The operation {@code getClimateMirror}. */
final class MirrorRoutes implements RouteGroup {
    /** Who keeps the climate running, and who keeps the settings. */
    private static final Set<Role> KEEPERS = EnumSet.of(Role.FACILITIES, Role.ADMINISTRATOR);

    private final @Nullable Mirror mirror;

    MirrorRoutes(@Nullable Mirror mirror) {
        this.mirror = mirror;
    }

    private record Told(
            State state,
            long sent,
            long refused,
            long beyondRetention,
            @Nullable Instant lastInAt,
            @Nullable Instant behindSince) {}

    private record State(String code, String zh, String en) {}

    @Override
    public void register(ApiRoutes routes) {
        routes.on("getClimateMirror", KEEPERS, context -> Future.succeededFuture(Answer.ok(told())));
    }

    private Told told() {
        if (mirror == null) {
            return new Told(state(MirrorState.OFF, MirrorState.OFF.sentence("", "")), 0, 0, 0, null, null);
        }
        Mirror.Status now = mirror.status();
        return new Told(
                state(now.state(), now.sentence()),
                now.sent(),
                now.refused(),
                now.beyondRetention(),
                now.lastInAt(),
                now.behindSince());
    }

    private static State state(MirrorState state, org.archivevault.protocol.Bilingual sentence) {
        return new State(state.code(), sentence.zh(), sentence.en());
    }
}
