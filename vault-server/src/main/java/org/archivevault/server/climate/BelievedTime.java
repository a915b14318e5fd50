package org.archivevault.server.climate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.archivevault.protocol.climate.Reading;

/**
 * Under which time a reading is kept. A device without a clock says 1970 or 2106; its reading must neither make a
 * partition of its own nor stand before every later one as the last value. Pure.
 */
final class BelievedTime {
    /** How far a clock may be ahead of the server's. Clocks of one site differ by seconds, with NTP by less. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    /** How old a reading may be: longer than any device holds readings back, and a bound on the months ever made. */
    static final Duration OLDEST = Duration.ofDays(3_660);

    private BelievedTime() {}

    /**
     * The time to keep a reading under.
     *
     * @param reading any
     * @param now the server's clock
     * @param place the reading's place in its batch, so that two without a usable time stay two
     * @return the source's time when it can be right, else the time of receipt, else now; in whole microseconds, as the
     *     database has them
     */
    static Instant of(Reading reading, Instant now, int place) {
        Instant source = reading.sourceTime();
        if (source != null && canBeRight(source, now)) {
            return source.truncatedTo(ChronoUnit.MICROS);
        }
        if (canBeRight(reading.receivedAt(), now)) {
            return reading.receivedAt().truncatedTo(ChronoUnit.MICROS);
        }
        return now.truncatedTo(ChronoUnit.MICROS).plus(place, ChronoUnit.MICROS);
    }

    private static boolean canBeRight(Instant time, Instant now) {
        return time.isAfter(now.minus(OLDEST)) && !time.isAfter(now.plus(AHEAD));
    }
}
