package org.archivevault.server.camera;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.server.edge.Happened;
import org.jspecify.annotations.Nullable;

/**
 * A part of a still, read. Pure.
 *
 * @param camera which camera
 * @param sha256 the whole picture's name
 * @param part 1 upwards
 * @param parts how many
 * @param takenAt when, on the camera's clock where that can be meant
 * @param toldAt when, on the edge's clock
 * @param observation what it shows; null when it belongs to none
 * @param content its bytes; null when they cannot be read
 */
record StillPiece(
        CameraId camera,
        String sha256,
        int part,
        int parts,
        Instant takenAt,
        Instant toldAt,
        @Nullable String observation,
        @Nullable Buffer content) {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_ID = 128;

    /** What the events bring: pieces that have a name, and the cameras of those that have none. */
    record Read(List<StillPiece> pieces, List<CameraId> nameless) {}

    static boolean isName(String sha256) {
        return NAME.matcher(sha256).matches();
    }

    /** All parts in the events, in order of name: rows are locked in that order. */
    static Read of(List<Happened> events) {
        List<StillPiece> pieces = new ArrayList<>();
        List<CameraId> nameless = new ArrayList<>();
        for (Happened happened : events) {
            if (happened.event() instanceof EdgeEvent.StillPart told) {
                if (isName(told.sha256())) {
                    pieces.add(of(told, happened.at()));
                } else {
                    nameless.add(told.camera());
                }
            }
        }
        pieces.sort(Comparator.comparing(StillPiece::sha256));
        return new Read(pieces, nameless);
    }

    private static StillPiece of(EdgeEvent.StillPart told, Instant at) {
        Instant taken = Foreign.time(told.takenAt(), at);
        String observation = told.observation();
        return new StillPiece(
                told.camera(),
                told.sha256(),
                told.part(),
                told.parts(),
                taken == null ? at : taken,
                at,
                observation == null ? null : Foreign.text(observation, LONGEST_ID),
                bytes(told.jpeg()).orElse(null));
    }

    private static Optional<Buffer> bytes(String base64) {
        try {
            return Optional.of(Buffer.buffer(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
