package org.archivevault.server.alarm.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.Token;
import org.jspecify.annotations.Nullable;

/**
 * A value beyond a limit for at least a delay; over when it is back within the limit by a dead band (on-delay and dead band
 * of ANSI/ISA-18.2-2016). Between two values the earlier one counts as holding, but for no longer than the sensor may be
 * silent: a sensor that speaks only when something changes is believed, one that is gone is not.
 *
 * @param limit in the quantity's unit; the limit itself is allowed
 * @param above whether values above it are beyond it; else those below
 * @param deadBand how far back a value must be, in the quantity's unit, 0 upwards
 * @param delay how long it must last
 * @param holds how long a value counts as holding when nothing else comes
 */
record Level(double limit, boolean above, double deadBand, Duration delay, Duration holds)
        implements Machine<Level.Memory> {
    Level {
        Token.requireFinite(limit, "limit");
        if (!(deadBand >= 0) || delay.isNegative() || holds.isNegative() || holds.isZero()) {
            throw new IllegalArgumentException("a dead band, a delay or a hold below 0: " + deadBand + ", " + delay);
        }
    }

    /**
     * What it remembers.
     *
     * @param since when the running excursion began; null while there is none
     * @param last when the newest value of it came
     * @param raised whether it has been told
     * @param worst the value furthest beyond the limit
     */
    record Memory(@Nullable Instant since, @Nullable Instant last, boolean raised, double worst) {
        static final Memory NOTHING = new Memory(null, null, false, 0);
    }

    @Override
    public Class<Memory> memory() {
        return Memory.class;
    }

    @Override
    public Memory fresh(Tick tick) {
        return Memory.NOTHING;
    }

    @Override
    public boolean raised(Memory state) {
        return state.raised();
    }

    @Override
    public Turn<Memory> on(Memory state, Sample sample) {
        List<Signal> signals = new ArrayList<>();
        Memory until = advanced(state, sample.when(), signals);
        Memory next = taken(until, sample.value(), sample.when(), signals);
        return new Turn<>(advanced(next, sample.when(), signals), signals);
    }

    @Override
    public Turn<Memory> tick(Memory state, Tick tick) {
        if (!tick.settled()) {
            return Turn.quiet(state);
        }
        List<Signal> signals = new ArrayList<>();
        return new Turn<>(advanced(state, tick.now(), signals), signals);
    }

    boolean beyond(double value) {
        return above ? value > limit : value < limit;
    }

    private boolean back(double value) {
        return above ? value <= limit - deadBand : value >= limit + deadBand;
    }

    /** What is beyond the limit has been so until then, as far as its newest value holds. */
    private Memory advanced(Memory state, Instant until, List<Signal> signals) {
        Instant since = state.since();
        Instant last = state.last();
        if (state.raised() || since == null || last == null) {
            return state;
        }
        Instant due = since.plus(delay);
        Instant held = last.plus(holds);
        if (due.isAfter(until) || due.isAfter(held)) {
            return state;
        }
        signals.add(new Signal.Raised(since, due, state.worst()));
        return new Memory(since, last, true, state.worst());
    }

    private Memory taken(Memory state, double value, Instant when, List<Signal> signals) {
        Instant since = state.since();
        Instant last = state.last();
        if (beyond(value)) {
            // An excursion of which nothing was heard for so long is another one, unless it has been told.
            boolean lost = last != null && !state.raised() && when.isAfter(last.plus(holds));
            if (since == null || lost || since.isAfter(when)) {
                return new Memory(since != null && state.raised() ? since : when, when, state.raised(), value);
            }
            return new Memory(since, when, state.raised(), worse(state.worst(), value));
        }
        if (!state.raised()) {
            return Memory.NOTHING;
        }
        if (back(value)) {
            signals.add(new Signal.Cleared(when, value));
            return Memory.NOTHING;
        }
        return new Memory(since, when, true, state.worst());
    }

    private double worse(double one, double other) {
        return above ? Math.max(one, other) : Math.min(one, other);
    }
}
