package org.archivevault.edge.light;

/** Every limit and wait of the pick lights, with its reason. */
public final class LightLimits {
    /** How often lives and differences are looked at, in milliseconds: a lamp goes out within that of its end. */
    public static final long TICK_MILLIS = 250;

    /**
     * How often a controller is asked who it is and all its lamps are read back, in milliseconds: a lamp that it lost,
     * or kept from an earlier start of the edge, is put right within about that. Shorter than the silence after which
     * a device counts as unwell.
     */
    public static final long ROUND_MILLIS = 1_000;

    /** A light is written only to a controller that said who it is within this, in milliseconds: three rounds. */
    public static final long IDENTITY_HOLDS_MILLIS = 3 * ROUND_MILLIS;

    /** After a failed request a controller is left alone for this, in milliseconds. */
    public static final long PAUSE_MILLIS = 500;

    /**
     * Until when a command must have its end, in milliseconds after it came: within the time after which the server
     * would end it itself (command life 3 s and 2 s, safety.md).
     */
    public static final long OUTCOME_MILLIS = 3_000;

    /** Command ids kept to know a second delivery, which comes within seconds if at all. */
    static final int IDS_KEPT = 500;

    /** Commands that wait for their lamp: more than people could cause in {@link #OUTCOME_MILLIS}. */
    static final int MOST_PENDING = 200;

    /** Lights held at once, over all reasons: more than people work in one vault. */
    static final int MOST_HELD = 1_000;

    private LightLimits() {}
}
