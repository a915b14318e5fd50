package org.archivevault.edge.watch;

/** Every limit of the watch as a whole in one place, in milliseconds unless the name says otherwise. */
public final class WatchLimits {
    /** How often time alone is judged, and what cameras say is told to the blocks: a quarter of what they believe it for. */
    public static final long TICK_MILLIS = 250;

    /** How often health is told anew: well within the silence that counts as unwell (1.5 s). */
    public static final long BEAT_MILLIS = 1_000;

    /** How often the broker is asked to confirm a word of ours while cameras watch aisles. */
    public static final long CONFIRM_EVERY_MILLIS = 500;

    /** Without a confirmation for so long nothing that cameras say counts: with a tick that is within 2 s. */
    public static final long CONFIRM_MILLIS = 1_500;

    /** First wait before a camera system is asked again to say all anew; it doubles. */
    public static final long ASK_AGAIN_MILLIS = 3_000;

    /** Longest such wait. */
    public static final long ASK_AGAIN_MOST_MILLIS = 60_000;

    /** The same question is asked at most so often, whatever a source does to provoke it. */
    public static final long SAME_QUESTION_MILLIS = 2_000;

    /** Different questions waiting to be asked; one per source and device is the most that makes sense. */
    public static final int MOST_QUESTIONS = 2_000;

    /** A source whose messages cannot be used is complained about in the log at most so often. */
    public static final long COMPLAIN_MILLIS = 60_000;

    /** A source stays unwell so long after the last message that could not be used. */
    public static final long UNUSABLE_MILLIS = 60_000;

    /** Longest id of a sighting (CameraNoticed). */
    public static final int OBSERVATION_CHARS = 128;

    private WatchLimits() {}
}
