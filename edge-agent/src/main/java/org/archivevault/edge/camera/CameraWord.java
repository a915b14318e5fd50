package org.archivevault.edge.camera;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.archivevault.firmware.source.Told;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent.CameraChanged;
import org.archivevault.protocol.event.GuardState;
import org.jspecify.annotations.Nullable;

/** What one camera says, and whether it can be believed. */
final class CameraWord {
    /** What camera systems call a human being. */
    private static final Set<String> PEOPLE = Set.of("person", "person-verified", "people", "human", "face");

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    /** The last word about an aisle. */
    private record Said(boolean empty, long at) {}

    private final CameraId id;
    private final Set<AisleId> aisles;
    private final long startedAt;
    private final Map<AisleId, Said> said = new HashMap<>();
    private final Map<String, Set<AisleId>> cameInto = new LinkedHashMap<>();
    private final Map<String, Set<AisleId>> beenIn = new LinkedHashMap<>();
    private boolean linked;
    /** How soon the next sign of life must come; 0 for a camera that has given none. */
    private long aliveWithin;

    private long aliveAt = LONG_AGO;
    private @Nullable Boolean online;
    private @Nullable Boolean toldTrusted;
    private long toldAt;

    CameraWord(WatchPlan.Camera camera, long now) {
        this.id = camera.id();
        this.aisles = Set.copyOf(camera.aisles().values());
        this.startedAt = now;
    }

    CameraId id() {
        return id;
    }

    Set<AisleId> aisles() {
        return aisles;
    }

    void linked(boolean up) {
        linked = up;
        // What was said before the connection was lost may have changed unheard.
        forget();
        online = null;
        aliveWithin = 0;
    }

    void withdrew() {
        forget();
    }

    /**
     * A sign of life. What the broker had kept says nothing of now. After a silence nothing that was said before it
     * counts: it may have changed unheard.
     */
    void alive(long within, boolean retained, long now) {
        if (retained) {
            return;
        }
        if (isSilent(now)) {
            forget();
        }
        aliveWithin = within;
        aliveAt = now;
    }

    /** Whatever a camera says that gives signs of life is one. */
    private void heard(boolean retained, long now) {
        if (aliveWithin > 0) {
            alive(aliveWithin, retained, now);
        }
    }

    private boolean isSilent(long now) {
        return aliveWithin > 0 && now - aliveAt > aliveWithin;
    }

    /** Whether its silence about an aisle means that nothing has changed there. */
    private boolean saysThatItLives(long now) {
        return !isSilent(now) && (aliveWithin > 0 || Boolean.TRUE.equals(online));
    }

    void available(boolean isOnline) {
        online = isOnline;
        if (!isOnline) {
            forget();
        }
    }

    private void forget() {
        said.clear();
        cameInto.clear();
        beenIn.clear();
    }

    /** What the broker had kept is of unknown age: "nobody" in it counts only for a camera system that says it lives. */
    void resynchronised(List<AisleId> occupied, boolean retained, long now) {
        heard(retained, now);
        cameInto.clear();
        long at = retained ? LONG_AGO : now;
        aisles.forEach(aisle -> said.put(aisle, new Said(!occupied.contains(aisle), at)));
    }

    /** As for {@link #resynchronised}. */
    void counted(AisleId aisle, int count, boolean retained, long now) {
        heard(retained, now);
        said.put(aisle, new Said(count == 0, retained ? LONG_AGO : now));
        cameInto.values().forEach(places -> places.remove(aisle));
    }

    /**
     * Where somebody has been is told again and again; only an aisle that is new in it says that somebody is there. Of
     * one whose beginning was not heard nobody knows what is new; counts tell where that one is.
     */
    void noticed(Told.Noticed noticed) {
        String key = noticed.observation();
        if (noticed.phase() == ObservationPhase.ENDED) {
            cameInto.remove(key);
            beenIn.remove(key);
            return;
        }
        boolean room = beenIn.containsKey(key) || beenIn.size() < CameraLimits.OPEN_OBSERVATIONS;
        if (!room || !PEOPLE.contains(noticed.label().toLowerCase(Locale.ROOT))) {
            return;
        }
        boolean unheard = noticed.phase() == ObservationPhase.CHANGED && !beenIn.containsKey(key);
        Set<AisleId> before = beenIn.computeIfAbsent(key, k -> new HashSet<>());
        for (AisleId aisle : noticed.aisles()) {
            if (before.add(aisle) && !unheard) {
                cameInto.computeIfAbsent(key, k -> new HashSet<>()).add(aisle);
            }
        }
    }

    GuardState in(AisleId aisle, long now) {
        if (!linked || Boolean.FALSE.equals(online)) {
            return GuardState.UNKNOWN;
        }
        Said last = said.get(aisle);
        boolean occupied = last != null && !last.empty();
        if (occupied || cameInto.values().stream().anyMatch(places -> places.contains(aisle))) {
            return GuardState.TRIPPED;
        }
        boolean holds = last != null && (saysThatItLives(now) || isRecent(last, now));
        return holds ? GuardState.CLEAR : GuardState.UNKNOWN;
    }

    private boolean isRecent(Said last, long now) {
        return !isSilent(now) && now - last.at() <= CameraLimits.SAID_MILLIS;
    }

    /** Whether something about it is still to be asked for; one that is away cannot be asked. */
    boolean shouldBeAsked(long now) {
        return linked && !Boolean.FALSE.equals(online) && aisles.stream().anyMatch(a -> isToBeAsked(a, now));
    }

    /** Also before the word of one that does not say whether it lives grows old. */
    private boolean isToBeAsked(AisleId aisle, long now) {
        Said last = said.get(aisle);
        return last == null || (!saysThatItLives(now) && now - last.at() > CameraLimits.SAID_MILLIS / 2);
    }

    /** What is to be told now: at once at first and when the last telling was some time ago. */
    Optional<CameraChanged> change(long now) {
        String doubt = doubt(now);
        boolean trusted = doubt.isEmpty();
        long tellFrom = toldTrusted == null
                ? (trusted ? now : startedAt + CameraLimits.TELL_AGAIN_MILLIS)
                : toldAt + CameraLimits.TELL_AGAIN_MILLIS;
        if (Objects.equals(toldTrusted, trusted) || now < tellFrom) {
            return Optional.empty();
        }
        toldTrusted = trusted;
        toldAt = now;
        return Optional.of(new CameraChanged(id, trusted, doubt));
    }

    boolean isTrusted(long now) {
        return doubt(now).isEmpty();
    }

    /** Why its word does not count; empty when it does. */
    String doubt(long now) {
        if (!linked) {
            return "与设备消息代理的连接中断或无应答 / no connection to the devices' broker, or it does not answer";
        }
        if (Boolean.FALSE.equals(online)) {
            return "摄像系统或摄像机离线 / the camera or its system is away";
        }
        if (isSilent(now)) {
            String seconds = Long.toString(aliveWithin / 1_000);
            return "摄像机超过 " + seconds + " 秒没有生命信号 / the camera has given no sign of life for more than " + seconds
                    + " s";
        }
        return aisles.stream()
                .filter(aisle -> in(aisle, now) == GuardState.UNKNOWN)
                .min(java.util.Comparator.comparing(AisleId::toString))
                .map(aisle -> "尚未说明通道 " + aisle + " 内是否有人 / it has not said whether somebody is in aisle " + aisle)
                .orElse("");
    }
}
