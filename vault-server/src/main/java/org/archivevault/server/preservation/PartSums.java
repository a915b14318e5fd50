package org.archivevault.server.preservation;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.archivevault.protocol.climate.Quantity;

/** Samples added up by zone, hour, sensor and quantity: what one batch adds to the table {@code preservation_part}. */
final class PartSums {
    /**
     * How far back a reading still changes its hour. Longer than any edge or sensor keeps readings back; the sums are
     * deleted after that, and one late reading alone must not stand for the hour that all of them have made.
     */
    static final Duration KEPT = Duration.ofDays(92);
    /** How far a sensor's clock may be ahead. What claims to be of later than that belongs to no hour yet. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::zone)
            .thenComparing(Key::hour)
            .thenComparing(Key::sensor)
            .thenComparing(Key::quantity);

    private final Map<Key, Sum> sums = new TreeMap<>(ORDER);
    private final int leftOut;

    PartSums(Collection<Sample> samples, Instant now) {
        int outside = 0;
        for (Sample sample : samples) {
            if (counts(sample.at(), now)) {
                sums.merge(
                        new Key(sample.zone(), ZoneHour.hourOf(sample.at()), sample.sensor(), sample.quantity()),
                        new Sum(sample.value(), 1),
                        Sum::plus);
            } else {
                outside++;
            }
        }
        this.leftOut = outside;
    }

    /** Whether a reading of that time still makes a difference. */
    static boolean counts(Instant at, Instant now) {
        return !at.isAfter(now.plus(AHEAD)) && !ZoneHour.hourOf(at).isBefore(now.minus(KEPT));
    }

    /** How many samples were too old or of the future. */
    int leftOut() {
        return leftOut;
    }

    boolean isEmpty() {
        return sums.isEmpty();
    }

    /** For {@code unnest}: zones, hours, sensors, quantities, totals, counts. */
    Tuple rows() {
        Set<Key> keys = sums.keySet();
        Collection<Sum> values = sums.values();
        return Tuple.tuple()
                .addArrayOfString(keys.stream().map(Key::zone).toArray(String[]::new))
                .addArrayOfOffsetDateTime(
                        keys.stream().map(key -> utc(key.hour())).toArray(OffsetDateTime[]::new))
                .addArrayOfString(keys.stream().map(Key::sensor).toArray(String[]::new))
                .addArrayOfString(
                        keys.stream().map(key -> key.quantity().wireName()).toArray(String[]::new))
                .addArrayOfDouble(values.stream().map(Sum::total).toArray(Double[]::new))
                .addArrayOfInteger(values.stream().map(Sum::count).toArray(Integer[]::new));
    }

    /** For {@code unnest}: the zones and hours that change. */
    Tuple hours() {
        Set<Key> hours = new TreeSet<>(Comparator.comparing(Key::zone).thenComparing(Key::hour));
        hours.addAll(sums.keySet());
        return Tuple.tuple()
                .addArrayOfString(hours.stream().map(Key::zone).toArray(String[]::new))
                .addArrayOfOffsetDateTime(
                        hours.stream().map(key -> utc(key.hour())).toArray(OffsetDateTime[]::new));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private record Key(String zone, Instant hour, String sensor, Quantity quantity) {}

    private record Sum(double total, int count) {
        Sum plus(Sum other) {
            return new Sum(total + other.total, count + other.count);
        }
    }
}
