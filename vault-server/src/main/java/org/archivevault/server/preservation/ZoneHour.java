package org.archivevault.server.preservation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;

/**
 * One hour of a zone in which both temperature and humidity were measured.
 *
 * @param zone which zone
 * @param hour its first moment, a whole hour UTC
 * @param temperature °C: the mean of its sensors, each of which counts once however often it speaks
 * @param humidity %RH, likewise
 */
record ZoneHour(String zone, Instant hour, double temperature, double humidity) {
    ZoneHour {
        if (!hour.equals(hourOf(hour))) {
            throw new IllegalArgumentException("an hour begins at " + hour);
        }
    }

    /** The hour that a moment is in. */
    static Instant hourOf(Instant at) {
        return at.truncatedTo(ChronoUnit.HOURS);
    }

    OptionalDouble dewPoint() {
        return DewPoint.celsius(temperature, humidity);
    }

    /** Empty in air that no index is for: then nothing is known of the hour, as far as ageing goes. */
    OptionalDouble preservationIndex() {
        return PreservationIndex.years(temperature, humidity);
    }

    OptionalDouble mouldLimit() {
        return MouldLimit.humidity(temperature);
    }

    boolean reachesMouldLimit() {
        return MouldLimit.isReached(temperature, humidity);
    }
}
