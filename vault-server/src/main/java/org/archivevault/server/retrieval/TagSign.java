package org.archivevault.server.retrieval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.protocol.tag.ReadPointId;
import org.archivevault.protocol.tag.TagSuspicion;
import org.archivevault.server.edge.Happened;
import org.archivevault.server.tags.TagPlaces;

/**
 * What an event says about a tag, in the words of the vault. Pure.
 *
 * @param what what it did
 * @param epc which tag
 * @param place the read point or gate, or the detail of a suspicion
 * @param face the face, for a shelf
 * @param at when it was last there, or came there; the edge's clock
 */
record TagSign(What what, Epc epc, String place, Optional<FaceId> face, Instant at) {
    /** What a tag may do. */
    enum What {
        /** The antennas of a face no longer see it. */
        LEFT_FACE,
        /** A face sees it. */
        CAME_TO_FACE,
        /** A desk sees it. */
        CAME_TO_DESK,
        /** It went through a gate outwards, or nobody knows which way, which counts as outwards. */
        WENT_OUT,
        /** One EPC, two TIDs. */
        CLONE,
        /** At two places at once. */
        IMPOSSIBLE
    }

    /** What an event says, in order; nothing for an event that is not about a tag. */
    static List<TagSign> of(Happened happened, TagPlaces places) {
        Instant at = happened.at();
        List<TagSign> signs = new ArrayList<>(2);
        if (happened.event() instanceof EdgeEvent.TagDeparted e) {
            left(e.readPoint(), e.epc(), at.minusMillis(Math.max(0, e.lastSeenAgoMillis())), places, signs);
        } else if (happened.event() instanceof EdgeEvent.TagArrived e) {
            came(e.readPoint(), e.epc(), at, places, signs);
        } else if (happened.event() instanceof EdgeEvent.TagMoved e && !sameFace(e, places)) {
            left(e.from(), e.epc(), at, places, signs);
            came(e.to(), e.epc(), at, places, signs);
        } else if (happened.event() instanceof EdgeEvent.GatePassed e && e.direction() != Direction.IN) {
            signs.add(new TagSign(What.WENT_OUT, e.epc(), e.gate(), Optional.empty(), at));
        } else if (happened.event() instanceof EdgeEvent.TagSuspected e) {
            What what = e.suspicion() == TagSuspicion.CLONE ? What.CLONE : What.IMPOSSIBLE;
            signs.add(new TagSign(what, e.epc(), e.detail(), Optional.empty(), at));
        }
        return signs;
    }

    /** Several antennas may see one face: from one to the other of them a tag has not gone anywhere. */
    private static boolean sameFace(EdgeEvent.TagMoved moved, TagPlaces places) {
        Optional<FaceId> from = places.of(moved.from()).flatMap(TagPlaces.Place::face);
        return from.isPresent() && from.equals(places.of(moved.to()).flatMap(TagPlaces.Place::face));
    }

    private static void left(ReadPointId point, Epc epc, Instant at, TagPlaces places, List<TagSign> signs) {
        places.of(point)
                .flatMap(TagPlaces.Place::face)
                .ifPresent(face -> signs.add(new TagSign(What.LEFT_FACE, epc, point.value(), Optional.of(face), at)));
    }

    private static void came(ReadPointId point, Epc epc, Instant at, TagPlaces places, List<TagSign> signs) {
        places.of(point).ifPresent(place -> {
            if (place.kind() == ReadPointKind.SHELF) {
                signs.add(new TagSign(What.CAME_TO_FACE, epc, point.value(), place.face(), at));
            } else if (place.kind() == ReadPointKind.DESK) {
                signs.add(new TagSign(What.CAME_TO_DESK, epc, point.value(), Optional.empty(), at));
            }
        });
    }
}
