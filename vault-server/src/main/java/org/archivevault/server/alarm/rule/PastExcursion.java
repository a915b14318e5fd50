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
    /**
     * A good reading of a span.
     *
     * @param at when it was measured
     * @param value in the quantity's unit
     * @param historical whether the device had kept it back
     */
    record Kept(Instant at, double value, boolean historical) {}

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
