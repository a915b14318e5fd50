package org.archivevault.server.alarm.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A rule about one thing that a sensor tells. Pure: what it remembers and what comes in make what it remembers next, and
 * what it says. What it remembers is kept in the database, so that a restart changes nothing.
 *
 * @param <S> what it remembers: a record that can be written as JSON
 */
sealed interface Machine<S> permits Level, Spread, Silence {
    /** What it remembers, for reading it back. */
    Class<S> memory();

    /** What it remembers before anything has come in. */
    S fresh(Tick tick);

    /** A live value has come in, and nothing speaks against it. */
    Turn<S> on(S state, Sample sample);

    /** Time has passed. */
    Turn<S> tick(S state, Tick tick);

    /** Whether the condition holds, as far as it has been told. */
    boolean raised(S state);

    /**
     * A live value.
     *
     * @param value in the quantity's unit
     * @param when on the edge's clock, and not after the server took it in: a device's own clock is not to be relied on
     * @param tick when the rule sees it
     */
    record Sample(double value, Instant when, Tick tick) {}

    /**
     * The server's time.
     *
     * @param now on the wall clock
     * @param listened for how long the server has been listening in all: does not go on while it is away
     * @param settled whether it has listened for a while since it was last away, so that what edges had kept back has come
     */
    record Tick(Instant now, Duration listened, boolean settled) {}

    /**
     * What came of it.
     *
     * @param state what is remembered next
     * @param signals in their order; mostly none
     * @param <S> what is remembered
     */
    record Turn<S>(S state, List<Signal> signals) {
        public Turn {
            signals = List.copyOf(signals);
        }

        static <S> Turn<S> quiet(S state) {
            return new Turn<>(state, List.of());
        }
    }

    /** What a rule says. */
    sealed interface Signal {
        /**
         * The condition has come.
         *
         * @param since its true beginning
         * @param due when it was to be told at the latest, had nothing been away
         * @param value the figure that shows it
         */
        record Raised(Instant since, Instant due, double value) implements Signal {}

        /**
         * The condition has gone.
         *
         * @param at when
         * @param value the figure that shows it
         */
        record Cleared(Instant at, double value) implements Signal {}
    }
}
