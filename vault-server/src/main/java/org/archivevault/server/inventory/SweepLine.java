package org.archivevault.server.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One checked line of a sweep.
 *
 * @param lineNo its number in the file; for JSON the number of the read
 * @param epc the tag that answered; null when a bar code was read, or nothing
 * @param barcode the bar code that was read; null when a tag answered, or nothing
 * @param face where; null when the reader did not know; never null when nothing was read
 * @param positionCode the very slot; null when only the face is known
 * @param readAt when
 */
record SweepLine(
        long lineNo,
        @Nullable String epc,
        @Nullable String barcode,
        @Nullable String face,
        @Nullable String positionCode,
        Instant readAt) {}
