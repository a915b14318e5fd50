package org.archivevault.server.alarm.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.archivevault.server.alarm.rule.Machine.Sample;
import org.archivevault.server.alarm.rule.Machine.Signal;
import org.archivevault.server.alarm.rule.Machine.Tick;

/**
 * An excursion that only readings tell of which a device had kept back. Pure.
 *
 * @param since its beginning
 * @param until its end, or the last that is known of it
 * @param worst the value furthest beyond the limit
 */
record PastExcursion(Instant since, Instant until, double worst) {
    /** Kinds of rules that are applied to what is told late: what they remember is all in the readings. */
    static boolean isFoundBy(Machine<?> machine) {
        return machine instanceof Level || machine instanceof Spread;
    }

    /**
     * A good reading of a span.
     *
     * @param at when it was measured
     * @param value in the quantity's unit
     * @param historical whether the device had kept it back
     */
    record Kept(Instant at, double value, boolean historical) {}

    /**
     * Finds what a rule would have told.
     *
     * @param machine a limit or a spread
     * @param readings good ones, historical and live, in order of time
     * @return in order of time; none for other rules
     */
    static List<PastExcursion> of(Machine<?> machine, List<Kept> readings) {
        if (machine instanceof Spread spread) {
            return of(spread, readings);
        }
        return machine instanceof Level level ? of(level, readings) : List.of();
    }

    /**
     * Finds times at which a value swung too far, or changed too fast, of which the live readings alone do not tell: one of
     * which they do has been an alarm, or will be.
     *
     * @param spread the rule
     * @param readings good ones, historical and live, in order of time
     * @return in order of time
     */
    static List<PastExcursion> of(Spread spread, List<Kept> readings) {
        List<PastExcursion> live =
                all(spread, readings.stream().filter(r -> !r.historical()).toList());
        return all(spread, readings).stream()
                .filter(found -> live.stream().noneMatch(found::overlaps))
                .toList();
    }

    private static List<PastExcursion> all(Spread spread, List<Kept> readings) {
        List<PastExcursion> found = new ArrayList<>();
        Spread.Memory state = Spread.Memory.NOTHING;
        Optional<Instant> raisedSince = Optional.empty();
        double worst = 0;
        for (Kept reading : readings) {
            Tick tick = new Tick(reading.at(), Duration.ZERO, true);
            state = spread.on(state, new Sample(reading.value(), reading.at(), tick))
                    .state();
            if (state.raised()) {
                worst = raisedSince.isEmpty() ? spread.of(state) : Math.max(worst, spread.of(state));
                raisedSince = raisedSince.or(() -> Optional.of(reading.at()));
            } else if (raisedSince.isPresent()) {
                found.add(new PastExcursion(raisedSince.get(), reading.at(), worst));
                raisedSince = Optional.empty();
            }
        }
        if (raisedSince.isPresent()) {
            found.add(new PastExcursion(
                    raisedSince.get(), readings.get(readings.size() - 1).at(), worst));
        }
        return found;
    }

    private boolean overlaps(PastExcursion other) {
        return !since.isAfter(other.until) && !other.since.isAfter(until);
    }

    /**
     * Finds excursions longer than the delay. One that a live reading took part in is not among them: that one has been an
     * alarm, or will be.
     *
     * @param level the limit
     * @param readings good ones, historical and live, in order of time
     * @return in order of time
     */
    static List<PastExcursion> of(Level level, List<Kept> readings) {
        List<PastExcursion> found = new ArrayList<>();
        Level.Memory state = Level.Memory.NOTHING;
        Optional<Instant> raisedSince = Optional.empty();
        double worst = 0;
        boolean live = false;
        for (Kept reading : readings) {
            Tick tick = new Tick(reading.at(), Duration.ZERO, true);
            Level.Memory before = state;
            Machine.Turn<Level.Memory> turn = level.on(state, new Sample(reading.value(), reading.at(), tick));
            state = turn.state();
            for (Signal signal : turn.signals()) {
                if (signal instanceof Signal.Raised raised) {
                    raisedSince = Optional.of(raised.since());
                } else if (raisedSince.isPresent()) {
                    if (!live) {
                        found.add(new PastExcursion(raisedSince.get(), reading.at(), worst));
                    }
                    raisedSince = Optional.empty();
                }
            }
            boolean begins = before.since() == null || !before.since().equals(state.since());
            live = (!begins && live) || (level.beyond(reading.value()) && !reading.historical());
            worst = state.since() == null ? worst : state.worst();
        }
        if (raisedSince.isPresent() && !live) {
            Instant last = state.last();
            found.add(new PastExcursion(raisedSince.get(), last == null ? raisedSince.get() : last, worst));
        }
        return found;
    }
}
