package org.archivevault.edge.climate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.edge.climate.Judged.Left;
import org.archivevault.edge.climate.Judged.Taken;
import org.archivevault.edge.climate.Judged.Why;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.firmware.source.Told;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.climate.Quality;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.protocol.event.EdgeEvent.SensorChanged;
import org.jspecify.annotations.Nullable;

/**
 * Makes readings of what sources tell: leaves out what has come before, finds out when it was measured, and says how far it
 * is to be believed. What it remembers is bounded by the sensors of the plan. Not thread-safe.
 */
public final class ReadingJudge {
    private final Map<SensorId, Known> sensors = new HashMap<>();
    private final Set<Known> unsettled = new LinkedHashSet<>();

    /** A zone's series of each quantity. */
    private static final class Place {
        private final Keeping keeping;
        private final Map<Quantity, List<Series>> series = new EnumMap<>(Quantity.class);

        Place(Keeping keeping) {
            this.keeping = keeping;
        }

        Series begin(Quantity quantity) {
            List<Series> all = series.computeIfAbsent(quantity, q -> new ArrayList<>());
            Series begun = new Series(quantity, keeping, all);
            all.add(begun);
            return begun;
        }
    }

    /** A sensor and what it has measured. */
    private static final class Known {
        private final Place place;
        private final SensorState state;
        private final Map<Quantity, Series> series = new EnumMap<>(Quantity.class);

        Known(SensorId sensor, Place place, long now) {
            this.place = place;
            this.state = new SensorState(sensor, now);
        }

        Series of(Quantity quantity) {
            return series.computeIfAbsent(quantity, place::begin);
        }
    }

    /**
     * Nothing has been measured yet.
     *
     * @param plan the sensors and where they hang
     * @param now milliseconds on the edge's clock
     */
    public ReadingJudge(WatchPlan plan, long now) {
        Map<ZoneId, Place> places = new HashMap<>();
        plan.zones().forEach(zone -> places.put(zone.id(), new Place(zone.keeps())));
        for (WatchPlan.Source source : plan.sources()) {
            for (WatchPlan.Sensor sensor : source.sensors()) {
                Place place = places.computeIfAbsent(sensor.zone(), zone -> new Place(Keeping.PAPER));
                sensors.put(sensor.id(), new Known(sensor.id(), place, now));
            }
        }
    }

    /**
     * Judges one value.
     *
     * @param told what was told
     * @param receivedAt when it was received, on the edge's wall clock
     * @param retained whether the broker had kept it from before
     * @param now milliseconds on the edge's clock
     * @return a reading, or why it is none
     */
    public Judged judge(Told.Measured told, Instant receivedAt, boolean retained, long now) {
        Known sensor = sensors.get(told.sensor());
        if (sensor == null) {
            return new Left(Why.UNPLANNED);
        }
        boolean number = Double.isFinite(told.value());
        if (!retained) {
            sensor.state.measured(told.quantity(), number);
        }
        Judged judged = number ? judge(sensor, told, receivedAt, retained, now) : new Left(Why.NO_NUMBER);
        noteIfUnsettled(sensor);
        return judged;
    }

    private static Judged judge(Known sensor, Told.Measured told, Instant receivedAt, boolean retained, long now) {
        Series series = sensor.of(told.quantity());
        Instant source = told.sourceTime();
        boolean past = told.historical();
        if (source != null && past && !isUsablePast(source, receivedAt)) {
            source = null;
        } else if (source != null && !past) {
            SourceClock.Worth worth =
                    retained ? worthOfRetained(source, receivedAt) : sensor.state.clock.judge(source, receivedAt);
            past = worth == SourceClock.Worth.PAST;
            source = worth == SourceClock.Worth.NOTHING ? null : source;
        }
        if (source == null && past) {
            return new Left(Why.NO_TIME);
        }
        if (source == null && retained) {
            return new Left(Why.RETAINED);
        }
        boolean again =
                source == null ? series.repeats(told.value(), receivedAt.toEpochMilli()) : !series.times.add(source);
        if (again) {
            return new Left(Why.DUPLICATE);
        }
        if (!sensor.state.admit(now)) {
            return new Left(Why.TOO_MANY);
        }
        return new Taken(reading(series, told, source, receivedAt, past));
    }

    private static boolean isUsablePast(Instant source, Instant receivedAt) {
        return !source.isBefore(ClimateLimits.NEVER_SET_BEFORE)
                && !source.isAfter(receivedAt.plus(ClimateLimits.FUTURE));
    }

    /** What the broker kept may be old without the clock being wrong; it teaches nothing about the clock. */
    private static SourceClock.Worth worthOfRetained(Instant source, Instant receivedAt) {
        if (!isUsablePast(source, receivedAt)) {
            return SourceClock.Worth.NOTHING;
        }
        return source.isBefore(receivedAt.minus(ClimateLimits.LATE)) ? SourceClock.Worth.PAST : SourceClock.Worth.LIVE;
    }

    private static Reading reading(
            Series series, Told.Measured told, @Nullable Instant source, Instant receivedAt, boolean past) {
        Instant at = source == null ? receivedAt : source;
        Quality quality = past ? series.judgePast(told.value()) : series.judge(told.value(), at.toEpochMilli());
        // The network's time is known to the millisecond at best. The rest is noise that would fill a seventh of the
        // outbox;
        // without a source time it tells apart two values of one moment.
        Instant received = source == null ? receivedAt : receivedAt.truncatedTo(ChronoUnit.MILLIS);
        return new Reading(told.sensor(), told.quantity(), told.value(), source, received, quality, past);
    }

    /**
     * A sensor or its bridge says whether it is there.
     *
     * @param sensor which
     * @param online whether it is
     */
    public void available(SensorId sensor, boolean online) {
        Known known = sensors.get(sensor);
        if (known != null) {
            known.state.available(online);
            noteIfUnsettled(known);
        }
    }

    private void noteIfUnsettled(Known sensor) {
        if (!sensor.state.isSettled()) {
            unsettled.add(sensor);
        }
    }

    /**
     * What is to be told about sensors now: each at most once a minute, on both edges.
     *
     * @param now milliseconds on the edge's clock
     * @return the changes
     */
    public List<SensorChanged> changes(long now) {
        List<SensorChanged> changes = new ArrayList<>();
        for (Iterator<Known> all = unsettled.iterator(); all.hasNext(); ) {
            Known sensor = all.next();
            sensor.state.change(now).ifPresent(changes::add);
            if (sensor.state.isSettled()) {
                all.remove();
            }
        }
        return changes;
    }
}
