package org.archivevault.server.tags;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.ReadPointId;
import org.archivevault.protocol.tag.Tid;
import org.archivevault.server.edge.Happened;
import org.jspecify.annotations.Nullable;

/**
 * One tag seen at one place, or no longer seen there.
 *
 * @param epc which tag
 * @param seenAt when it was last read there, on the edge's clock
 * @param readPoint the read point, or the gate
 * @param kind shelf, desk or gate
 * @param face the face, for a shelf
 * @param present whether it is there still
 * @param rssiDbm how strong; null when the reader does not tell
 * @param tid its TID; null when the reader does not read it
 * @param what arrived, moved, departed, gate-in, gate-out, gate-unknown
 * @param detail more, for people
 */
record Sighting(
        Epc epc,
        Instant seenAt,
        String readPoint,
        String kind,
        @Nullable FaceId face,
        boolean present,
        @Nullable Integer rssiDbm,
        @Nullable Tid tid,
        String what,
        String detail) {
    static final String GATE = "gate";

    /** What a movement of a tag says about where it is; empty for every other event. */
    static Optional<Sighting> of(Happened happened, TagPlaces places) {
        Instant at = happened.at();
        if (happened.event() instanceof EdgeEvent.TagArrived e) {
            return Optional.of(here(e.epc(), at, e.readPoint(), places, e.rssiDbm(), e.tid(), "arrived", ""));
        }
        if (happened.event() instanceof EdgeEvent.TagMoved e) {
            String from = e.from().value();
            return Optional.of(here(e.epc(), at, e.to(), places, e.rssiDbm(), e.tid(), "moved", "from " + from));
        }
        if (happened.event() instanceof EdgeEvent.TagDeparted e) {
            Instant last = at.minusMillis(Math.max(0, e.lastSeenAgoMillis()));
            return Optional.of(here(e.epc(), last, e.readPoint(), places, null, null, "departed", "")
                    .gone());
        }
        if (happened.event() instanceof EdgeEvent.GatePassed e) {
            String what = "gate-" + e.direction().name().toLowerCase(Locale.ROOT);
            // Whoever goes through a gate is not at it any more.
            return Optional.of(new Sighting(e.epc(), at, e.gate(), GATE, null, false, null, e.tid(), what, ""));
        }
        return Optional.empty();
    }

    /**
     * What is left to write of several sightings: the last word about each tag.
     *
     * @param all in the edge's order
     * @return one for each tag
     */
    static Collection<Sighting> lastOfEach(List<Sighting> all) {
        Map<Epc, Sighting> last = new LinkedHashMap<>();
        for (Sighting next : all) {
            last.merge(next.epc(), next, (before, after) -> after.overrides(before) ? after : before);
        }
        return last.values();
    }

    /** A later word wins; so does "gone from there" about the place where it was believed to be. The SQL says the same. */
    private boolean overrides(Sighting before) {
        return !seenAt.isBefore(before.seenAt()) || (!present && readPoint.equals(before.readPoint()));
    }

    private static Sighting here(
            Epc epc,
            Instant at,
            ReadPointId point,
            TagPlaces places,
            @Nullable Integer rssiDbm,
            @Nullable Tid tid,
            String what,
            String detail) {
        Optional<TagPlaces.Place> place = places.of(point);
        return new Sighting(
                epc,
                at,
                point.value(),
                place.map(TagPlaces.Place::sightingKind).orElse(ReadPointKind.SHELF.wireName()),
                place.flatMap(TagPlaces.Place::face).orElse(null),
                true,
                rssiDbm,
                tid,
                what,
                detail);
    }

    private Sighting gone() {
        return new Sighting(epc, seenAt, readPoint, kind, face, false, rssiDbm, tid, what, detail);
    }
}
