package org.archivevault.server.alarm.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A sensor that says nothing for too long. Counted on the time for which the server has been listening, by when the server
 * got its words: nobody is called silent because the server was away, or for what a clock at the other end says.
 *
 * @param longest how long it may be silent
 */
record Silence(Duration longest) implements Machine<Silence.Memory> {
    /**
     * By how much the remembered time of the last word may lag, so that not every reading is written down. It is given to
     * the sensor on top after a restart.
     */
    static final Duration LAG = Duration.ofSeconds(10);

    Silence {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("no silence allowed at all: " + longest);
        }
    }

    /**
     * What it remembers.
     *
     * @param heard how long the server had been listening when it heard the last word, lagging by at most {@link #LAG}
     * @param heardAt when that was, on the server's wall clock
     * @param raised whether it has been told
     */
    record Memory(Duration heard, Instant heardAt, boolean raised) {}

    @Override
    public Class<Memory> memory() {
        return Memory.class;
    }

    @Override
    public Memory fresh(Tick tick) {
        return new Memory(tick.listened(), tick.now(), false);
    }

    @Override
    public boolean raised(Memory state) {
        return state.raised();
    }

    @Override
    public Turn<Memory> on(Memory state, Sample sample) {
        Tick tick = sample.tick();
        if (state.raised()) {
            return new Turn<>(fresh(tick), List.of(new Signal.Cleared(tick.now(), 0)));
        }
        boolean write = tick.listened().minus(state.heard()).compareTo(LAG) >= 0;
        return Turn.quiet(write ? fresh(tick) : state);
    }

    @Override
    public Turn<Memory> tick(Memory state, Tick tick) {
        Duration silent = tick.listened().minus(state.heard());
        if (state.raised() || silent.compareTo(longest.plus(LAG)) < 0) {
            return Turn.quiet(state);
        }
        Instant due = tick.now();
        return new Turn<>(
                new Memory(state.heard(), state.heardAt(), true),
                List.of(new Signal.Raised(state.heardAt(), due, silent.toSeconds())));
    }
}
