package org.archivevault.edge.camera;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.archivevault.edge.shelving.AislesSeen;
import org.archivevault.firmware.source.Told;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.event.EdgeEvent.CameraChanged;
import org.archivevault.protocol.event.GuardState;

/**
 * Who is in which aisle, as far as cameras can tell. Whatever is not known counts as "somebody" (safety.md): before the
 * first word, after the broker or the camera system was away until it has said all anew, and when the last word is old and
 * nobody knows whether the camera system lives. Not thread-safe.
 */
public final class AisleWatch {
    private final Map<CameraId, CameraWord> cameras = new LinkedHashMap<>();
    private final Map<AisleId, List<CameraWord>> watchers = new TreeMap<>(Comparator.comparing(AisleId::toString));
    private final Map<AisleId, AislesSeen.Sight> last = new HashMap<>();

    /**
     * Nothing has been said yet.
     *
     * @param plan the cameras and the aisles that they watch
     * @param now milliseconds on the edge's clock
     */
    public AisleWatch(WatchPlan plan, long now) {
        for (WatchPlan.Source source : plan.sources()) {
            for (WatchPlan.Camera camera : source.cameras()) {
                CameraWord word = new CameraWord(camera, now);
                cameras.put(camera.id(), word);
                word.aisles()
                        .forEach(aisle -> watchers.computeIfAbsent(aisle, a -> new ArrayList<>())
                                .add(word));
            }
        }
    }

    /**
     * The aisles that a camera watches: where the interlock asks for it.
     *
     * @param plan the cameras
     * @return numbers of aisles by block
     */
    public static Map<BlockId, Set<Integer>> watchedAisles(WatchPlan plan) {
        Map<BlockId, Set<Integer>> watched = new HashMap<>();
        plan.sources().stream()
                .flatMap(source -> source.cameras().stream())
                .flatMap(camera -> camera.aisles().values().stream())
                .forEach(aisle -> watched.computeIfAbsent(aisle.block(), block -> new TreeSet<>())
                        .add(aisle.number()));
        return watched;
    }

    /**
     * The way from the cameras to here is open, or not known to be.
     *
     * @param up whether what is said now can be heard
     */
    public void linked(boolean up) {
        cameras.values().forEach(camera -> camera.linked(up));
    }

    /**
     * A camera was spoken of. What is not about cameras changes nothing.
     *
     * @param told what was said
     * @param retained whether the broker had kept it from before
     * @param now milliseconds on the edge's clock
     */
    public void told(Told told, boolean retained, long now) {
        if (told instanceof Told.CameraAvailable available) {
            of(available.camera()).forEach(c -> c.available(available.online()));
        } else if (told instanceof Told.CameraWithdrew withdrew) {
            of(withdrew.camera()).forEach(CameraWord::withdrew);
        } else if (told instanceof Told.CameraAlive alive) {
            of(alive.camera()).forEach(c -> c.alive(alive.within().toMillis(), retained, now));
        } else if (told instanceof Told.CameraResynchronised anew) {
            of(anew.camera()).forEach(c -> c.resynchronised(anew.occupied(), retained, now));
        } else if (told instanceof Told.PeopleCounted counted) {
            of(counted.camera()).forEach(c -> c.counted(counted.aisle(), counted.count(), retained, now));
        } else if (told instanceof Told.Noticed noticed) {
            of(noticed.camera()).forEach(c -> c.noticed(noticed));
        }
    }

    private List<CameraWord> of(CameraId camera) {
        CameraWord word = cameras.get(camera);
        return word == null ? List.of() : List.of(word);
    }

    /**
     * Whether the camera systems should be asked to say all anew.
     *
     * @param now milliseconds on the edge's clock
     * @return true while one that may be there has not said it
     */
    public boolean shouldAsk(long now) {
        return cameras.values().stream().anyMatch(camera -> camera.shouldBeAsked(now));
    }

    /**
     * Which cameras are trusted from now on, or no longer.
     *
     * @param now milliseconds on the edge's clock
     * @return to be told
     */
    public List<CameraChanged> changes(long now) {
        List<CameraChanged> changes = new ArrayList<>();
        cameras.values().forEach(camera -> camera.change(now).ifPresent(changes::add));
        return changes;
    }

    /**
     * Why each camera's word does not count now.
     *
     * @param now milliseconds on the edge's clock
     * @return by camera; empty text for one whose word counts
     */
    public Map<CameraId, String> doubts(long now) {
        Map<CameraId, String> doubts = new LinkedHashMap<>();
        cameras.forEach((id, camera) -> doubts.put(id, camera.doubt(now)));
        return doubts;
    }

    /**
     * What cameras say now about all aisles that they watch.
     *
     * @param now milliseconds on the edge's clock
     * @return by block; each block with a watched aisle is in it
     */
    public Map<BlockId, AislesSeen> seen(long now) {
        Map<BlockId, Map<Integer, AislesSeen.Sight>> blocks = new HashMap<>();
        watchers.forEach((aisle, words) -> blocks.computeIfAbsent(aisle.block(), block -> new HashMap<>())
                .put(aisle.number(), sight(aisle, words, now)));
        Map<BlockId, AislesSeen> seen = new HashMap<>();
        blocks.forEach((block, aisles) -> seen.put(block, new AislesSeen(now, aisles)));
        return seen;
    }

    /** The worst word of all cameras on an aisle, each of which may see another part of it. */
    private AislesSeen.Sight sight(AisleId aisle, List<CameraWord> words, long now) {
        CameraWord worst = words.get(0);
        for (CameraWord word : words) {
            worst = badness(word.in(aisle, now)) > badness(worst.in(aisle, now)) ? word : worst;
        }
        GuardState state = worst.in(aisle, now);
        AislesSeen.Sight before = last.get(aisle);
        long since = before != null && before.state() == state ? before.since() : now;
        AislesSeen.Sight sight = new AislesSeen.Sight(state, since, worst.id().value());
        last.put(aisle, sight);
        return sight;
    }

    private static int badness(GuardState state) {
        return switch (state) {
            case CLEAR -> 0;
            case UNKNOWN -> 1;
            case TRIPPED -> 2;
        };
    }
}
