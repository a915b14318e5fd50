package org.archivevault.edge.climate;

import java.time.Duration;
import java.time.Instant;

/** Every limit of the climate part in one place. What a value is judged by is in {@code PlausibilityRules}. */
public final class ClimateLimits {
    /** A source's time further ahead of its receipt than this is no time: clocks in step with a time server differ less. */
    public static final Duration FUTURE = Duration.ofSeconds(60);

    /**
     * A source's time further behind than this tells of the past: a message takes seconds, a bridge that comes back sends
     * what it has kept. Ten minutes is also what the sleepiest common sensors wait between two words.
     */
    public static final Duration LATE = Duration.ofMinutes(10);

    /** A time before this was never set: clocks without a battery begin in 1970 or 2000. */
    public static final Instant NEVER_SET_BEFORE = Instant.parse("2020-01-01T00:00:00Z");

    /** So many words, each late by the same, say that the clock is wrong; kept-back values are late by less and less. */
    public static final int CLOCK_WORDS = 3;

    /** Words closer together than this say nothing about a clock: what was kept back comes in a burst. */
    public static final Duration CLOCK_WORDS_APART = Duration.ofSeconds(30);

    /** Two words are late by the same when they differ by less: seconds on the way, and times told in whole seconds. */
    public static final Duration CLOCK_JITTER = Duration.ofSeconds(5);

    /** A clock known to be wrong by some time is wrong by that time give or take this: it may drift for months. */
    public static final Duration CLOCK_DRIFT = Duration.ofMinutes(1);

    /** Source times remembered per sensor and quantity to know one that comes again; the server knows all others. */
    public static final int TIMES_KEPT = 32;

    /** The same value without a time, so soon after the last, in milliseconds, is the same message come twice. */
    public static final long SAME_BREATH_MILLIS = 20;

    /**
     * Readings that one sensor may give in a second in the long run: ten times what a vault of 2,000 at 10,000 a second
     * asks of each. More would push the others out of the outbox.
     */
    public static final int MOST_PER_SECOND = 50;

    /** Readings that one sensor may give at once: a week that a device kept back, one in two minutes. */
    public static final int MOST_AT_ONCE = 5_000;

    /** A sensor is told of anew at most so often, in milliseconds: one that comes and goes must not fill the outbox. */
    public static final long TELL_AGAIN_MILLIS = 60_000;

    /** Readings wait so long for others to share an event with, in milliseconds: the server sees each within 2 s. */
    public static final long BATCH_MILLIS = 750;

    private ClimateLimits() {}
}
