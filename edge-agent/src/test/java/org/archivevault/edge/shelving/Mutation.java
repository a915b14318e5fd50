package org.archivevault.edge.shelving;

/** Bugs planted into a simulated day, each of which the rules must notice. */
enum Mutation {
    /** No bug. */
    NONE,
    /** The interlock looks only at the aisle that is asked for. */
    ONLY_THE_TARGET_AISLE,
    /** The interlock of a spread looks only at the aisle that closes. */
    ONLY_THE_CLOSING_AISLE,
    /** The interlock asks while carriages move, and the controller obeys. */
    IGNORES_BUSY,
    /** The adapter prepares another goal than was asked for, and the echo looks right. */
    PREPARES_ANOTHER_GOAL,
    /** What cameras say never reaches the block. */
    DEAF_TO_CAMERAS,
    /** An aisle of which no camera has said anything counts as empty. */
    UNKNOWN_IS_EMPTY,
    /** The interlock takes old values for new. */
    BELIEVES_OLD_VALUES,
    /** The adapter does not ask the gate. */
    NO_GATE,
    /** The adapter sends an unanswered motion write again. */
    REPEATS_MOTION_WRITE,
    /** The disk forgets the highest token. */
    FORGETS_TOKENS,
    /** The disk forgets that communication was lost. */
    FORGETS_LATCH,
    /** The watchdog is fed whatever happens. */
    ALWAYS_FEEDS,
    /** A keep-alive that was not taken counts as taken. */
    BELIEVES_TO_HAVE_FED,
    /** Some outcomes are not told. */
    SWALLOWS_OUTCOMES,
    /** Stop leaves half a second late. */
    LATE_STOP,
    /** The motion write does not wait for the intent to reach the disk. */
    INTENT_NOT_AWAITED,
    /** A second delivery counts as a new command with a new outcome. */
    ENDS_DUPLICATES_AGAIN
}
