package org.archivevault.edge.shelving;

/** Every limit of the shelving part in one place, in milliseconds unless the name says otherwise. */
public final class ShelvingLimits {
    /** N: nothing older than this is believed (safety.md, I4 and I11). */
    public static final long FRESHNESS_MILLIS = 500;

    /** D: longest life of a command from its receipt, whatever life it claims (safety.md, I3). */
    public static final long COMMAND_LIFE_MILLIS = 3_000;

    /** H: the controller's watchdog, and the time left after a command's life to learn how it ended (I11, I13). */
    public static final long WATCHDOG_MILLIS = 2_000;

    /** S: from first seeing a guard trip to our stop leaving (I5). */
    public static final long STOP_BOUND_MILLIS = 300;

    /**
     * A motion that cannot be watched for this long is stopped: one lost answer passes (deadline, quiet time and a round
     * of polls, together some 700 ms), and it is well before the controller's watchdog would do it. A guard that is
     * <em>read</em> as tripped stops at once.
     */
    public static final long BLIND_STOP_MILLIS = 1_000;

    /** Without a fresh state for this long the link counts as lost: before the watchdog trips, and told within 2 s. */
    public static final long COMMS_LOST_MILLIS = 1_500;

    /** From the motion write to giving up reading back what became of it: leaves a margin within H. */
    public static final long CONFIRM_MILLIS = 1_500;

    /** How long to ask a controller that echoed something else for its reason; a poll takes a tenth of it. */
    public static final long ASK_WHY_MILLIS = 300;

    /**
     * What cameras say is believed for so long: it is said anew four times a second, so three times may be missed, and
     * that the one who says it hangs is noticed within 2 s.
     */
    public static final long SIGHT_MILLIS = 1_000;

    /** How often identity and watchdog settings are read back: a controller may restart behind a living gateway. */
    public static final long VERIFY_EVERY_MILLIS = 1_000;

    /** How long such a read-back is believed: two may be missed. */
    public static final long VERIFICATION_MILLIS = 3_000;

    /** How often the watchdog settings are written again while they read wrong: once per read-back. */
    public static final long CONFIGURE_AGAIN_MILLIS = 1_000;

    /** How often time alone is judged (staleness, ends of waiting). */
    public static final long TICK_MILLIS = 50;

    /** After a stop that the controller confirmed, carriages may coast 500 ms; then stop is asked again. */
    public static final long STOP_AGAIN_MILLIS = 1_000;

    /** After a stop that was not confirmed: soon, but not before the one before it has had its chance. */
    public static final long STOP_RETRY_MILLIS = 100;

    /** A person's stop is repeated until confirmed for this long, within D. */
    public static final long STOP_TRY_MILLIS = 2_000;

    /** Shortest time between two views of a block: a moving carriage changes it ten times a second at most. */
    public static final long VIEW_GAP_MILLIS = 100;

    /** Longest time between two views: whoever holds one doubts it after two missed beats (BlockView). */
    public static final long VIEW_BEAT_MILLIS = 1_000;

    /** An aisle counts as open when its gap is this near the aisle's width; the register maps say 5 mm, read to 1 mm. */
    public static final int OPEN_TOLERANCE_MM = 10;

    /** How often a latch that a full disk did not take is written again: a crash before that would forget it. */
    public static final long KEEP_AGAIN_MILLIS = 200;

    /** How often what a full disk did not take is written again: soon enough for a person who waits, no hammering. */
    public static final long WRITE_AGAIN_MILLIS = 1_000;

    /** Command ids kept per block to know a second delivery; a block sees some hundred commands a day. */
    public static final int COMMAND_IDS_KEPT = 1_000;

    private ShelvingLimits() {}
}
