package org.archivevault.server.tags;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.reader.ReadPointKind;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.reader.ReaderProfile;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.tag.ReadPointId;

/** The read points of the plan, and what a place is equipped with. Pure. */
public final class TagPlaces {
    /** When a profile does not say how long a shelf may miss a tag: as long as EdgeX does. */
    private static final Duration USUAL_DEPARTURE = Duration.ofMinutes(10);

    private final Map<ReadPointId, Place> places = new HashMap<>();
    private final Map<FaceId, Place> shelves = new HashMap<>();

    /**
     * @param plan the site
     */
    public TagPlaces(SitePlan plan) {
        for (SitePlan.Vault vault : plan.vaults()) {
            for (ReaderPlan reader : vault.readers()) {
                for (ReaderPlan.ReadPoint point : reader.readPoints()) {
                    Place place = place(vault, reader, point);
                    places.put(point.id(), place);
                    place.face().ifPresent(face -> shelves.put(face, place));
                }
            }
        }
    }

    private static Place place(SitePlan.Vault vault, ReaderPlan reader, ReaderPlan.ReadPoint point) {
        ReaderProfile.Presence presence = reader.profile().presence().get(point.kind());
        return new Place(
                point.id(),
                point.kind(),
                vault.id(),
                point.gate(),
                point.face(),
                presence == null ? USUAL_DEPARTURE : presence.departsAfter(),
                reader.profile().reporting().turn());
    }

    /**
     * One read point.
     *
     * @param id its name
     * @param kind what kind of place it sees
     * @param vault where it stands
     * @param gate the gate, for one of its sides
     * @param face the face, for a shelf
     * @param departsAfter how long a tag goes unread before it counts as gone
     * @param turn how often its reader reports
     */
    public record Place(
            ReadPointId id,
            ReadPointKind kind,
            VaultId vault,
            Optional<String> gate,
            Optional<FaceId> face,
            Duration departsAfter,
            Duration turn) {
        /**
         * The kind as sightings call it.
         *
         * @return shelf, desk or gate
         */
        public String sightingKind() {
            return kind.ofGate() ? Sighting.GATE : kind.wireName();
        }
    }

    /**
     * All read points.
     *
     * @return in no order
     */
    public Collection<Place> all() {
        return places.values();
    }

    /**
     * Looks a read point up.
     *
     * @param id any name
     * @return the place; empty when the plan has none of that name
     */
    public Optional<Place> of(ReadPointId id) {
        return Optional.ofNullable(places.get(id));
    }

    /**
     * The antennas on a face.
     *
     * @param face any face
     * @return its read point; empty where no antenna sees the shelf
     */
    public Optional<Place> shelf(FaceId face) {
        return Optional.ofNullable(shelves.get(face));
    }

    /**
     * Which proofs of removal the equipment of a place allows. A desk serves the whole site, a gate its own vault.
     *
     * @param face where a pack stands
     * @return at least by-hand and by-bar-code
     */
    public Set<Proof> possibleAt(FaceId face) {
        Set<Proof> possible = EnumSet.of(Proof.BY_HAND, Proof.BY_BAR_CODE);
        if (shelves.containsKey(face)) {
            possible.add(Proof.SHELF);
        }
        for (Place place : places.values()) {
            if (place.kind() == ReadPointKind.DESK) {
                possible.add(Proof.DESK);
            } else if (place.kind().ofGate()
                    && place.vault().equals(face.block().vault())) {
                possible.add(Proof.GATE);
            }
        }
        return possible;
    }
}
