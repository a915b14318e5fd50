package org.archivevault.server.mirror;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.server.climate.StoredReading;

/**
 * A reading in line protocol (InfluxDB 2 documentation, "Line protocol"). Its tags and time are always the same, so a line
 * that is sent again replaces itself. The names are known to {@code dashboards/influxdb} and {@code dashboards/grafana}.
 */
public final class MirrorLine {
    /** The one measurement. */
    public static final String MEASUREMENT = "climate";
    /** Tag: which sensor. */
    public static final String SENSOR = "sensor";
    /** Tag: how far it is to be believed; {@code good} for most. */
    public static final String QUALITY = "quality";
    /** Tag: where; left out for a sensor that the plan did not name. */
    public static final String ZONE = "zone";

    private MirrorLine() {}

    /**
     * The field of a quantity: a float in the unit of the history.
     *
     * @param quantity any
     * @return lower case with underscores
     */
    public static String field(Quantity quantity) {
        return quantity.wireName().replace('-', '_');
    }

    /**
     * Writes a reading.
     *
     * @param stored any
     * @return one line, without its end; the time in microseconds. Nothing in it needs escaping: names are lower-case
     *     letters, digits and hyphens
     */
    public static String of(StoredReading stored) {
        Reading reading = stored.reading();
        StringBuilder line = new StringBuilder(128).append(MEASUREMENT);
        // In order of name, as the documentation advises.
        line.append(',').append(QUALITY).append('=').append(reading.quality().wireName());
        line.append(',').append(SENSOR).append('=').append(reading.sensor().value());
        if (stored.zone() != null) {
            line.append(',').append(ZONE).append('=').append(stored.zone().value());
        }
        return line.append(' ')
                .append(field(reading.quantity()))
                .append('=')
                .append(reading.value())
                .append(' ')
                .append(micros(reading.at()))
                .toString();
    }

    private static long micros(Instant at) {
        return TimeUnit.SECONDS.toMicros(at.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(at.getNano());
    }
}
