package org.archivevault.firmware.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;

/**
 * What one camera has said since the last connection. Its zones may show parts of the same aisle: an aisle is empty only
 * when all of them are.
 */
final class CameraSight {
    /** More people than stand in any aisle: a count that is out of all bounds must not overflow a sum. */
    private static final int MOST_PEOPLE = 10_000;

    private final CameraId id;
    private final Map<String, AisleId> aisles;
    private final Map<String, Integer> counts = new HashMap<>();
    private boolean synchronised;
    private boolean gone;

    CameraSight(WatchPlan.Camera camera) {
        this.id = camera.id();
        this.aisles = camera.aisles();
    }

    boolean isSynchronised() {
        return synchronised;
    }

    void forget() {
        counts.clear();
        synchronised = false;
        gone = false;
    }

    /** Nothing that it said counts any longer. */
    void goes(Sayings out) {
        forget();
        gone = true;
        out.say(new Told.CameraAvailable(id, false));
    }

    void comes(Sayings out) {
        gone = false;
        out.say(new Told.CameraAvailable(id, true));
    }

    /** A count for one of its zones. */
    void people(String zone, double count, boolean kept, Sayings out) {
        AisleId aisle = aisles.get(zone);
        if (aisle == null) {
            return;
        }
        counts.put(zone, (int) Math.min(count, MOST_PEOPLE));
        out.say(new Told.PeopleCounted(id, aisle, inAisle(aisle)));
        if (kept && !synchronised && counts.keySet().containsAll(aisles.keySet())) {
            says(out);
        }
    }

    /** Nothing that it said counts any longer; but it is not gone, and so its coming back would mean nothing. */
    void withdraws(Sayings out) {
        counts.clear();
        synchronised = false;
        out.say(new Told.CameraWithdrew(id));
    }

    /** What it said of a zone is withdrawn. */
    void withdrawn(String zone, Sayings out) {
        if (aisles.containsKey(zone) && (synchronised || counts.containsKey(zone))) {
            Map<String, Integer> others = new HashMap<>(counts);
            others.remove(zone);
            withdraws(out);
            counts.putAll(others);
        }
    }

    /** It has said anew all that it sees. */
    void sees(JsonNode objects, Meaning.Resync form, Sayings out) {
        counts.clear();
        aisles.keySet().forEach(zone -> counts.put(zone, 0));
        for (JsonNode object : objects) {
            if (!form.people().contains(form.label().first(object).asText())) {
                continue;
            }
            JsonNode zones = form.zones().first(object);
            if (zones.isArray()) {
                zones.forEach(zone -> counts.computeIfPresent(zone.asText(), (z, before) -> before + 1));
            } else {
                // Somebody is there, and nobody says where: then everywhere.
                counts.replaceAll((z, before) -> before + 1);
            }
        }
        says(out);
    }

    private void says(Sayings out) {
        if (gone) {
            comes(out);
        }
        synchronised = true;
        List<AisleId> occupied = aisles.values().stream()
                .distinct()
                .filter(a -> inAisle(a) > 0)
                .sorted(Comparator.comparing(AisleId::toString))
                .toList();
        out.say(new Told.CameraResynchronised(id, occupied));
    }

    private int inAisle(AisleId aisle) {
        return aisles.entrySet().stream()
                .filter(entry -> entry.getValue().equals(aisle))
                .mapToInt(entry -> counts.getOrDefault(entry.getKey(), 0))
                .sum();
    }
}
