package org.archivevault.server.camera;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A camera as the API tells it.
 *
 * @param camera its name
 * @param vault where it hangs
 * @param zone where it hangs
 * @param source the camera system
 * @param aisles which it shows, in order
 * @param state whether it can be believed
 * @param sentence that, for a person
 * @param since since when, on the edge's clock; null when that was never said
 * @param heardAt its last word, on the edge's clock; null when it was never heard of
 * @param ageMillis how long ago that is
 * @param sees what it noticed and has not seen the end of
 * @param stills what became of its stills
 */
record CameraAnswer(
        CameraId camera,
        VaultId vault,
        ZoneId zone,
        String source,
        List<AisleId> aisles,
        State state,
        Bilingual sentence,
        @Nullable OffsetDateTime since,
        @Nullable OffsetDateTime heardAt,
        @Nullable Long ageMillis,
        List<Observations.Noticed> sees,
        CameraStates.StillCounts stills) {
    /** Whether a camera can be believed. Whatever is not trusted, counts as "somebody is there". */
    enum State {
        /** It can. */
        TRUSTED,
        /** Its edge says that it cannot. */
        UNTRUSTED,
        /** Nobody can say. */
        UNKNOWN;

        @JsonValue
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static CameraAnswer of(
            CameraPlaces.Place place,
            CameraStates.@Nullable Known known,
            boolean edgeOnline,
            List<Observations.Noticed> sees,
            Instant now) {
        OffsetDateTime heard = known == null ? null : known.heardAt();
        State state = stateOf(known, edgeOnline);
        return new CameraAnswer(
                place.id(),
                place.vault(),
                place.zone(),
                place.source(),
                place.aisles().stream()
                        .sorted(java.util.Comparator.comparing(AisleId::toString))
                        .toList(),
                state,
                sentence(place, known, edgeOnline, state),
                known == null ? null : known.since(),
                heard,
                heard == null
                        ? null
                        : Math.max(0, Duration.between(heard.toInstant(), now).toMillis()),
                sees,
                known == null ? CameraStates.StillCounts.NONE : known.stills());
    }

    private static State stateOf(CameraStates.@Nullable Known known, boolean edgeOnline) {
        if (!edgeOnline || known == null || known.trusted() == null) {
            return State.UNKNOWN;
        }
        return known.trusted() ? State.TRUSTED : State.UNTRUSTED;
    }

    private static Bilingual sentence(
            CameraPlaces.Place place, CameraStates.@Nullable Known known, boolean edgeOnline, State state) {
        if (!edgeOnline) {
            return new Bilingual(
                            "边缘代理 {} 不在线，摄像机 {} 的状态未知",
                            "the edge agent {} is not online, so nothing is known of the camera {}")
                    .with(place.edge(), place.id());
        }
        if (known == null || known.trusted() == null) {
            return new Bilingual("尚未收到摄像机 {} 的消息", "nothing has been heard of the camera {} yet").with(place.id());
        }
        return state == State.TRUSTED
                ? new Bilingual("摄像机 {} 正常", "the camera {} can be believed").with(place.id())
                : new Bilingual(
                                "摄像机 {} 不可信，其所见通道视为有人：{}",
                                "the camera {} cannot be believed; its aisles count as occupied: {}")
                        .with(place.id(), known.detail());
    }
}
