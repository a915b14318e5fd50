package org.archivevault.edge.camera;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.firmware.source.Told;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.event.EdgeEvent.StillPart;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures to keep: one for each change of what a camera sees, not too often, not the same again, none when the way
 * to the server is filling up. Not thread-safe.
 */
public final class Stills {
    /** What became of a picture. */
    public sealed interface Judged {
        /**
         * It is kept.
         *
         * @param parts to be told, in this order
         */
        record Taken(List<StillPart> parts) implements Judged {
            public Taken {
                parts = List.copyOf(parts);
            }
        }

        /**
         * It is not kept.
         *
         * @param why what speaks against it
         */
        record Left(Why why) implements Judged {}
    }

    /** Why a picture is not kept. */
    public enum Why {
        /** The broker had kept it: it is of unknown age. */
        RETAINED,
        /** Larger than {@link StillPart#MAX_PARTS} parts. */
        TOO_LARGE,
        /** The last one of this camera was a moment ago. */
        TOO_SOON,
        /** Nothing has changed since the last one. */
        NOTHING_NEW,
        /** The very same picture as the last one. */
        SAME,
        /** The way to the server is filling up. */
        NO_ROOM
    }

    /** What is known of one camera's pictures. */
    private static final class Film {
        private final Set<String> open = new LinkedHashSet<>();
        private @Nullable Long lastAt;
        private String lastSha256 = "";
        private boolean changed = true;
    }

    private final Map<CameraId, Film> films = new HashMap<>();

    /**
     * A sighting was told: the next picture is worth keeping.
     *
     * @param camera which camera
     * @param observation the sighting
     * @param phase beginning, change or end
     */
    public void noticed(CameraId camera, String observation, ObservationPhase phase) {
        Film film = of(camera);
        film.changed = true;
        if (phase == ObservationPhase.ENDED) {
            film.open.remove(observation);
        } else if (film.open.size() < CameraLimits.OPEN_OBSERVATIONS) {
            film.open.add(observation);
        }
    }

    /** After a connection was lost, what ended unheard is not open for ever. */
    public void forgetOpen() {
        films.values().forEach(film -> film.open.clear());
    }

    private Film of(CameraId camera) {
        return films.computeIfAbsent(camera, c -> new Film());
    }

    /**
     * A picture came.
     *
     * @param still the picture
     * @param retained whether the broker had kept it from before
     * @param receivedAt when, on the edge's wall clock
     * @param laneFill how full the outbox's telemetry lane is, 0–1
     * @param now milliseconds on the edge's clock
     * @return its parts, or why it is not kept
     */
    public Judged judge(Told.Still still, boolean retained, Instant receivedAt, double laneFill, long now) {
        Film film = of(still.camera());
        byte[] jpeg = still.jpeg();
        if (retained) {
            return new Judged.Left(Why.RETAINED);
        }
        if (jpeg.length == 0 || jpeg.length > StillPart.MAX_PARTS * CameraLimits.PART_BYTES) {
            return new Judged.Left(Why.TOO_LARGE);
        }
        long ago = film.lastAt == null ? Long.MAX_VALUE : now - film.lastAt;
        if (ago < CameraLimits.BETWEEN_STILLS_MILLIS) {
            return new Judged.Left(Why.TOO_SOON);
        }
        if (!film.changed && ago < CameraLimits.IDLE_STILL_MILLIS) {
            return new Judged.Left(Why.NOTHING_NEW);
        }
        if (laneFill > CameraLimits.STILLS_UP_TO) {
            return new Judged.Left(Why.NO_ROOM);
        }
        String sha256 = sha256(jpeg);
        if (sha256.equals(film.lastSha256)) {
            return new Judged.Left(Why.SAME);
        }
        film.changed = false;
        film.lastAt = now;
        film.lastSha256 = sha256;
        return new Judged.Taken(parts(still.camera(), shows(film, still), sha256, receivedAt, jpeg));
    }

    /** What the source says, else the one sighting that is open. */
    private static @Nullable String shows(Film film, Told.Still still) {
        if (still.observation() != null) {
            return still.observation();
        }
        return film.open.size() == 1 ? film.open.iterator().next() : null;
    }

    private static List<StillPart> parts(
            CameraId camera, @Nullable String observation, String sha256, Instant takenAt, byte[] jpeg) {
        int count = (jpeg.length + CameraLimits.PART_BYTES - 1) / CameraLimits.PART_BYTES;
        List<StillPart> parts = new ArrayList<>(count);
        for (int part = 1; part <= count; part++) {
            int from = (part - 1) * CameraLimits.PART_BYTES;
            byte[] bytes = Arrays.copyOfRange(jpeg, from, Math.min(jpeg.length, from + CameraLimits.PART_BYTES));
            String text = Base64.getEncoder().encodeToString(bytes);
            parts.add(new StillPart(camera, observation, sha256, part, count, takenAt, text));
        }
        return parts;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
