package org.archivevault.edge.camera;

/** Every limit of the camera part in one place, in milliseconds unless the name says otherwise. */
public final class CameraLimits {
    /**
     * "Nobody" is believed for so long of a camera system that does not say whether it lives. One that says so (and whose
     * broker says when it dies) tells changes only, and is believed until it tells another.
     */
    public static final long SAID_MILLIS = 30_000;

    /** A camera is told of as trusted or not at most so often; what it says counts at once. */
    public static final long TELL_AGAIN_MILLIS = 10_000;

    /** Sightings followed per camera, to know which aisle somebody has just come into. */
    public static final int OPEN_OBSERVATIONS = 200;

    /** Sightings remembered to tell changes only, all cameras together. */
    public static final int OBSERVATIONS_KEPT = 1_000;

    /** A sighting that goes on without a change that matters is told again so often. */
    public static final long STILL_THERE_MILLIS = 10_000;

    /** Shortest time between two pictures of one camera. */
    public static final long BETWEEN_STILLS_MILLIS = 2_000;

    /** Without a new sighting a picture is worth keeping so often. */
    public static final long IDLE_STILL_MILLIS = 30_000;

    /** Part of the outbox's telemetry lane beyond which no picture is kept: pictures must not push readings out. */
    public static final double STILLS_UP_TO = 0.25;

    /** Bytes of a picture in one part: three quarters of its characters (base64). */
    public static final int PART_BYTES = 36 * 1024;

    private CameraLimits() {}
}
