package org.archivevault.link.outbox;

/**
 * How much an outbox may hold.
 *
 * @param telemetryEvents most events in the telemetry lane, at least 20
 * @param telemetryBytes most bytes in the telemetry lane, at least two events of the largest size
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

    /** A day of a telemetry event a second; 32 MiB; and an eighth of the smallest disk we expect (8 GiB). */
    public static final OutboxLimits DEFAULT = new OutboxLimits(86_400, 32L << 20, 1L << 30);

    private static final long MIN_EVENTS = 20;
    private static final long MIN_FILE_BYTES = 1L << 20;

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
