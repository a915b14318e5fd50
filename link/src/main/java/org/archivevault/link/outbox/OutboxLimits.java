package org.archivevault.link.outbox;

/**
 * How much an outbox may hold.
 *
 * @param telemetryEvents most events in the telemetry lane, at least 20
 * @param telemetryBytes most bytes in the telemetry lane as they lie in the file, at least two events of the largest size
 * @param fileBytes most bytes of the whole file, at least 1 MiB; at that size {@code append} fails as on a full disk
 */
public record OutboxLimits(long telemetryEvents, long telemetryBytes, long fileBytes) {
    /** Largest event, in bytes of JSON: half a batch, far above any real one. */
    public static final int MAX_EVENT_BYTES = 64 * 1024;
    /** Largest sum of events in one batch, in bytes: half of what brokers commonly allow for a message (256 KiB). */
    public static final int MAX_BATCH_BYTES = 128 * 1024;
    /** Appends that may wait for the disk; more means that the disk does not keep up with the devices. */
    public static final int MAX_WAITING_APPENDS = 10_000;
    /** Appends in one transaction; bounds how long the last of a burst keeps the next waiting. */
    public static final int MAX_GROUP = 500;

    /** Most events in the telemetry lane: a week of one event a second (604,800) and two thirds more. */
    public static final long TELEMETRY_EVENTS = 1_000_000;
    /** Left to the access lane in any case, in bytes: a year of commands. */
    public static final long ACCESS_BYTES = 512L << 20;

    /**
     * Half of an eighth of the smallest disk we expect (8 GiB) for telemetry, half for the access lane. What a week of
     * readings needs is reckoned in {@code docs/design/what-a-reading-means.md}.
     */
    public static final OutboxLimits DEFAULT = ofTelemetryMib(512);

    /** The most that can be set, in MiB: 64 GiB. */
    public static final int MOST_TELEMETRY_MIB = 64 << 10;

    private static final long MIN_EVENTS = 20;
    private static final long MIN_FILE_BYTES = 1L << 20;

    /**
     * Limits for more or less telemetry than the default.
     *
     * @param mib room for the telemetry lane, in MiB, 1–{@link #MOST_TELEMETRY_MIB}
     * @return the limits
     * @throws IllegalArgumentException when it is out of range
     */
    public static OutboxLimits ofTelemetryMib(int mib) {
        if (mib < 1 || mib > MOST_TELEMETRY_MIB) {
            throw new IllegalArgumentException("telemetry room is not in [1.." + MOST_TELEMETRY_MIB + "] MiB: " + mib);
        }
        long bytes = (long) mib << 20;
        return new OutboxLimits(TELEMETRY_EVENTS, bytes, bytes + ACCESS_BYTES);
    }

    public OutboxLimits {
        if (telemetryEvents < MIN_EVENTS) {
            throw new IllegalArgumentException("telemetryEvents is below " + MIN_EVENTS + ": " + telemetryEvents);
        }
        if (telemetryBytes < 2L * MAX_EVENT_BYTES) {
            throw new IllegalArgumentException("telemetryBytes is below two events: " + telemetryBytes);
        }
        if (fileBytes < MIN_FILE_BYTES || fileBytes < telemetryBytes) {
            throw new IllegalArgumentException("fileBytes is below 1 MiB or below telemetryBytes: " + fileBytes);
        }
    }
}
